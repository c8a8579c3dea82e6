import { backoffMs } from './backoff.js';

describe('backoffMs', () => {
  it('doubles up to its maximum', () => {
    const waits = [1, 2, 3, 4, 5, 6, 1000].map((failures) => backoffMs(failures, 100, 2000, () => 1));
    expect(waits).toEqual([100, 200, 400, 800, 1600, 2000, 2000]);
  });

  it('leaves half of the wait to chance', () => {
    expect(backoffMs(3, 100, 2000, () => 0)).toBe(200);
    expect(backoffMs(3, 100, 2000, () => 0.5)).toBe(300);
  });
});
