import type { ThrottlerStorage } from '@nestjs/throttler';
import { LRUCache } from 'lru-cache';

/** The package does not export the shape of a record by name. */
export type ThrottlerRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>;

interface Window {
  requests: number;
  readonly endsAtMs: number;
}

/** Addresses that are remembered, the busiest last; about 10 MB. */
const MAX_CLIENTS = 50_000;
/** Ends that lie closer together belong to one window, told at different times. */
const SAME_WINDOW_MS = 1000;

/**
 * Counts requests in windows that begin with a client's first request. The storage that comes with the package keeps
 * a time for each hit and every address until a sweep once a minute; here a client is one number, and their count is
 * bounded. A client that was pushed out by 50 000 others starts anew.
 */
export class FixedWindowStorage implements ThrottlerStorage {
  private readonly windows: LRUCache<string, Window>;

  constructor(
    private readonly now: () => number = () => performance.now(),
    maxClients = MAX_CLIENTS,
  ) {
    this.windows = new LRUCache({ max: maxClients });
  }

  /** Clients that are remembered now. */
  get size(): number {
    return this.windows.size;
  }

  /**
   * @param ttlMs length of the window
   * @param limit requests that pass in a window; one more is blocked until its end, and does not prolong it
   */
  increment(key: string, ttlMs: number, limit: number): Promise<ThrottlerRecord> {
    // Whole milliseconds: the sum of fractions is a hair above the window, and would be rounded to a second more.
    const now = Math.floor(this.now());
    let window = this.windows.get(key);
    if (!window || window.endsAtMs <= now) {
      window = { requests: 0, endsAtMs: now + ttlMs };
      this.windows.set(key, window);
    }
    window.requests += 1;
    return Promise.resolve(recordOf(window, now, limit));
  }

  /** Takes over what has been counted for this client elsewhere, and says what follows from it. */
  adopt(key: string, counted: { requests: number; leftMs: number }, limit: number): ThrottlerRecord {
    const now = Math.floor(this.now());
    const window = { requests: counted.requests, endsAtMs: now + counted.leftMs };
    const known = this.windows.get(key);
    // Answers may overtake each other, but within one window the count only grows.
    const isOvertaken =
      known !== undefined &&
      known.requests > window.requests &&
      Math.abs(known.endsAtMs - window.endsAtMs) < SAME_WINDOW_MS;
    if (!isOvertaken) this.windows.set(key, window);
    return recordOf(window, now, limit);
  }
}

function recordOf(window: Window, now: number, limit: number): ThrottlerRecord {
  const secondsLeft = Math.max(1, Math.ceil((window.endsAtMs - now) / 1000));
  const isBlocked = window.requests > limit;
  return {
    totalHits: window.requests,
    timeToExpire: secondsLeft,
    isBlocked,
    timeToBlockExpire: isBlocked ? secondsLeft : 0,
  };
}
