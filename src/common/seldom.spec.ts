import { Seldom } from './seldom.js';

describe('Seldom', () => {
  it('is due at once, and then once in ten seconds however often it is asked', () => {
    let nowMs = 0;
    const warnings = new Seldom(() => nowMs);
    const at = (ms: number): boolean => {
      nowMs = ms;
      return warnings.take();
    };
    expect([0, 1, 9_999, 10_000, 10_001, 30_000].map(at)).toEqual([true, false, false, true, false, true]);
  });
});
