const WINDOW_MS = 10_000;
/** Part of the requests of a window that may be run again. @see Google SRE book, chapter 21: per-client retry budget */
const SHARE = 0.1;
/** A model that is asked rarely may still repeat a run. */
const FLOOR = 3;

/** Keeps internal retries a small part of the work: when everything crashes, repeating it doubles the load. */
export class RetryBudget {
  private windowStart = 0;
  private requests = 0;
  private retries = 0;

  /** @param now clock in milliseconds */
  constructor(private readonly now: () => number = Date.now) {}

  /** Counts a request that came in. */
  request(): void {
    this.roll();
    this.requests += 1;
  }

  /** Whether one more retry is allowed; it is counted then. */
  take(): boolean {
    this.roll();
    if (this.retries >= Math.max(FLOOR, this.requests * SHARE)) return false;
    this.retries += 1;
    return true;
  }

  private roll(): void {
    const now = this.now();
    if (now - this.windowStart < WINDOW_MS) return;
    this.windowStart = now;
    this.requests = 0;
    this.retries = 0;
  }
}
