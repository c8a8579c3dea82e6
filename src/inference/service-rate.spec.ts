import { ServiceRate } from './service-rate.js';

describe('ServiceRate', () => {
  it.each([
    ['an empty queue', 0, 1, 0.5, 1],
    ['a guess before the first run: 100 ms each', 100, 1, 0.5, 10],
    ['executors share the work', 100, 2, 0.5, 5],
    ['never more than 30 s', 10_000, 1, 0.5, 30],
    ['jitter downwards', 100, 1, 0, 8],
    ['jitter upwards', 100, 1, 1, 12],
  ])('%s', (_, waiting, executors, random, expected) => {
    expect(new ServiceRate().retryAfterSeconds(waiting, executors, random)).toBe(expected);
  });

  it('follows what it observes, a batch counting for each of its jobs', () => {
    const rate = new ServiceRate();
    for (let i = 0; i < 200; i += 1) rate.observe(4000, 4);
    expect(rate.retryAfterSeconds(10, 1, 0.5)).toBe(10);
  });
});
