import { RunSlots } from './run-slots.js';

describe('RunSlots', () => {
  it('gives as many slots as there are and asks every waiter again after a release, in turn', () => {
    const slots = new RunSlots(1);
    const woken: string[] = [];
    const held = slots.acquire(() => {});
    expect(slots.acquire(() => woken.push('a'))).toBeUndefined();
    expect(slots.acquire(() => woken.push('b'))).toBeUndefined();
    held?.release();
    expect(woken).toEqual(['a', 'b']);
    expect(slots.running).toBe(0);
  });

  it('lets a release count once', () => {
    const slots = new RunSlots(2);
    const held = slots.acquire(() => {});
    slots.acquire(() => {});
    held?.release();
    held?.release();
    expect(slots.running).toBe(1);
  });

  it('takes the slot back from a run that holds it for too long', () => {
    jest.useFakeTimers();
    const slots = new RunSlots(1, 1000);
    const wake = jest.fn();
    slots.acquire(() => {});
    slots.acquire(wake);
    jest.advanceTimersByTime(1000);
    expect(wake).toHaveBeenCalledTimes(1);
    expect(slots.acquire(() => {})).toBeDefined();
    jest.useRealTimers();
  });

  it('remembers a waiter once, however often it asks', () => {
    const slots = new RunSlots(1);
    const wake = jest.fn();
    const held = slots.acquire(() => {});
    slots.acquire(wake);
    slots.acquire(wake);
    held?.release();
    slots.acquire(() => {})?.release();
    expect(wake).toHaveBeenCalledTimes(1);
  });

  it('keeps one slot from bulk runs while others come, and gives them all of them when none has come for 10 s', () => {
    let nowMs = 0;
    const slots = new RunSlots(2, 1000, () => nowMs);
    const wake = jest.fn();
    slots.acquire(() => {})?.release();
    const bulk = slots.acquire(wake, true);
    expect(bulk).toBeDefined();
    expect(slots.acquire(wake, true)).toBeUndefined();
    slots.acquire(() => {})?.release();
    expect(wake).toHaveBeenCalledTimes(1);
    nowMs = 10_000;
    expect(slots.acquire(wake, true)).toBeDefined();
    bulk?.release();
  });
});
