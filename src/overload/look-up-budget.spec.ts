import { LookUpBudget } from './look-up-budget.js';

const small = { 'content-length': '1000' };

describe('LookUpBudget', () => {
  let nowMs: number;
  let loop: { isOnTime: boolean };
  const budget = (atATime = 4) => new LookUpBudget(atATime, loop, () => nowMs);

  beforeEach(() => {
    nowMs = 0;
    loop = { isOnTime: true };
  });

  it('grants as many at a time as it is told', () => {
    const look = budget(2);
    const first = look.take(small);
    expect(look.take(small)).toBeDefined();
    expect(look.allows(small)).toBe(false);
    expect(look.take(small)).toBeUndefined();
    first?.(true);
    first?.(true);
    expect(look.take(small)).toBeDefined();
    expect(look.take(small)).toBeUndefined();
  });

  it('grants none with 0', () => {
    expect(budget(0).take(small)).toBeUndefined();
  });

  it('grants twenty misses a second, and hits without end', () => {
    const look = budget();
    for (let i = 0; i < 100; i += 1) look.take(small)?.(true);
    for (let i = 0; i < 20; i += 1) look.take(small)?.(false);
    expect(look.allows(small)).toBe(false);
    nowMs = 500;
    let granted = 0;
    for (let ended = look.take(small); ended; ended = look.take(small)) {
      ended(false);
      granted += 1;
    }
    expect(granted).toBe(10);
  });

  it('grants nothing while the process is late', () => {
    const look = budget();
    loop.isOnTime = false;
    expect(look.take(small)).toBeUndefined();
    loop.isOnTime = true;
    expect(look.take(small)).toBeDefined();
  });

  it.each([
    ['a body of an unknown length', { 'transfer-encoding': 'chunked' }],
    ['a large one', { 'content-length': '600000' }],
    ['a length that is no number', { 'content-length': 'much' }],
    ['a request for a fresh answer', { ...small, 'cache-control': 'No-Cache' }],
    ['a request for an answer that is not kept', { ...small, 'cache-control': 'max-age=0, no-store' }],
    ['a request for a drawn answer', { ...small, accept: 'image/png' }],
  ])('grants nothing to %s', (_what, headers) => {
    expect(budget().take(headers)).toBeUndefined();
  });
});
