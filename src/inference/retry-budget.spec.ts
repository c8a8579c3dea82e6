import { RetryBudget } from './retry-budget.js';

function budget() {
  let now = 1_000_000;
  const made = new RetryBudget(() => now);
  const takeAll = (): number => {
    let taken = 0;
    while (taken < 1000 && made.take()) taken += 1;
    return taken;
  };
  return { made, takeAll, pass: (ms: number) => (now += ms) };
}

describe('RetryBudget', () => {
  it.each([
    [0, 3],
    [10, 3],
    [30, 3],
    [31, 4],
    [500, 50],
  ])('allows after %i requests %i retries', (requests, retries) => {
    const { made, takeAll } = budget();
    for (let i = 0; i < requests; i += 1) made.request();
    expect(takeAll()).toBe(retries);
  });

  it('starts again every ten seconds', () => {
    const { made, takeAll, pass } = budget();
    for (let i = 0; i < 100; i += 1) made.request();
    expect(takeAll()).toBe(10);
    pass(9_999);
    expect(takeAll()).toBe(0);
    pass(1);
    expect(takeAll()).toBe(3);
  });
});
