import { LoopPunctuality } from './loop-punctuality.js';

describe('LoopPunctuality', () => {
  let nowMs: number;
  let timers: (() => void)[];
  let loop: LoopPunctuality;

  beforeEach(() => {
    nowMs = 0;
    timers = [];
    loop = new LoopPunctuality(
      () => nowMs,
      (_ms, callback) => timers.push(callback),
    );
  });

  /** The timer that is set is called at that time. */
  const called = (atMs: number) => {
    nowMs = atMs;
    timers.shift()?.();
  };

  it('is not known at first, and measured once however often it is asked for', () => {
    expect([loop.isOnTime, loop.isOnTime]).toEqual([false, false]);
    expect(timers).toHaveLength(1);
  });

  it.each([
    [10, true],
    [15, true],
    [16, false],
    [400, false],
  ])('of a timer for 10 ms that is called after %d ms is %s', (atMs, isOnTime) => {
    void loop.isOnTime;
    called(atMs);
    expect(loop.isOnTime).toBe(isOnTime);
    nowMs = atMs + 499;
    expect(loop.isOnTime).toBe(isOnTime);
    expect(timers).toHaveLength(0);
    nowMs = atMs + 500;
    expect(loop.isOnTime).toBe(false);
    expect(timers).toHaveLength(1);
  });
});
