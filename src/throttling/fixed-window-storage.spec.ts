import { FixedWindowStorage } from './fixed-window-storage.js';

const WINDOW_MS = 60_000;

describe('FixedWindowStorage', () => {
  let nowMs: number;
  let storage: FixedWindowStorage;

  beforeEach(() => {
    nowMs = 1000;
    storage = new FixedWindowStorage(() => nowMs, 100);
  });

  it('lets exactly the limit pass in a window', async () => {
    const outcomes: boolean[] = [];
    for (let i = 0; i < 32; i++) outcomes.push((await storage.increment('a', WINDOW_MS, 30)).isBlocked);
    expect(outcomes).toEqual([...Array(30).fill(false), true, true]);
  });

  it('counts clients apart', async () => {
    for (let i = 0; i < 30; i++) await storage.increment('a', WINDOW_MS, 30);
    expect((await storage.increment('b', WINDOW_MS, 30)).totalHits).toBe(1);
  });

  it('begins a new window at the end of the old one, which blocked requests do not prolong', async () => {
    for (let i = 0; i < 31; i++) await storage.increment('a', WINDOW_MS, 30);
    nowMs += 59_000;
    expect(await storage.increment('a', WINDOW_MS, 30)).toMatchObject({
      isBlocked: true,
      timeToBlockExpire: 1,
    });
    nowMs += 1000;
    expect(await storage.increment('a', WINDOW_MS, 30)).toEqual({
      totalHits: 1,
      timeToExpire: 60,
      isBlocked: false,
      timeToBlockExpire: 0,
    });
  });

  it('rounds the time that is left up to whole seconds', async () => {
    await storage.increment('a', WINDOW_MS, 30);
    nowMs += 58_999;
    expect((await storage.increment('a', WINDOW_MS, 30)).timeToExpire).toBe(2);
    nowMs += 1000;
    expect((await storage.increment('a', WINDOW_MS, 30)).timeToExpire).toBe(1);
  });

  it('remembers a bounded number of clients', async () => {
    for (let i = 0; i < 1000; i++) await storage.increment(`client${i}`, WINDOW_MS, 30);
    expect(storage.size).toBe(100);
  });

  it('forgets a busy client last', async () => {
    for (let i = 0; i < 1000; i++) {
      await storage.increment('busy', WINDOW_MS, 30);
      await storage.increment(`client${i}`, WINDOW_MS, 30);
    }
    expect((await storage.increment('busy', WINDOW_MS, 30)).isBlocked).toBe(true);
  });

  it('goes on from what was counted elsewhere', async () => {
    await storage.increment('a', WINDOW_MS, 30);
    const told = storage.adopt('a', { requests: 30, leftMs: 20_000 }, 30);
    expect(told).toEqual({ totalHits: 30, timeToExpire: 20, isBlocked: false, timeToBlockExpire: 0 });
    expect(await storage.increment('a', WINDOW_MS, 30)).toMatchObject({ totalHits: 31, isBlocked: true });
    nowMs += 20_000;
    expect((await storage.increment('a', WINDOW_MS, 30)).totalHits).toBe(1);
  });

  it('is not set back by an older answer about the same window', async () => {
    storage.adopt('a', { requests: 30, leftMs: WINDOW_MS }, 30);
    expect(storage.adopt('a', { requests: 12, leftMs: WINDOW_MS }, 30).isBlocked).toBe(false);
    expect((await storage.increment('a', WINDOW_MS, 30)).isBlocked).toBe(true);
  });

  it('follows to a new window that was begun elsewhere', async () => {
    storage.adopt('a', { requests: 30, leftMs: 2000 }, 30);
    storage.adopt('a', { requests: 1, leftMs: WINDOW_MS }, 30);
    expect((await storage.increment('a', WINDOW_MS, 30)).totalHits).toBe(2);
  });
});
