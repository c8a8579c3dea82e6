import { wilsonInterval } from './wilson-interval.js';

describe('wilsonInterval', () => {
  // Values of statsmodels' proportion_confint(…, method='wilson').
  it.each([
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [5, 10, 0.2366, 0.7634],
    [1, 1, 0.2065, 1],
    [90, 100, 0.8256, 0.9448],
    [9000, 10_000, 0.894, 0.9057],
  ])('%s of %s lies between %s and %s', (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval?.low).toBeCloseTo(low, 3);
    expect(interval?.high).toBeCloseTo(high, 3);
  });

  it('holds the share and stays within 0 and 1', () => {
    for (let trials = 1; trials < 60; trials++) {
      for (let successes = 0; successes <= trials; successes++) {
        const { low, high } = wilsonInterval(successes, trials)!;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(successes / trials);
        expect(high).toBeGreaterThanOrEqual(successes / trials);
      }
    }
  });

  it('is not there without trials', () => {
    expect(wilsonInterval(0, 0)).toBeUndefined();
  });
});
