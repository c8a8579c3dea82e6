const RETRY_AFTER_SECONDS = { min: 1, max: 30 } as const;
/** Weight of the newest batch in the smoothed time. */
const SMOOTHING = 0.1;
/** Taken before anything has been measured. */
const FIRST_GUESS_MS = 100;

/** How fast a model answers, and from that when a full queue should have room again. */
export class ServiceRate {
  private meanJobMs = FIRST_GUESS_MS;

  observe(batchMs: number, jobs: number): void {
    this.meanJobMs += SMOOTHING * (batchMs / jobs - this.meanJobMs);
  }

  /** The queue's length over the rate, with jitter against clients that all come back at once. Whole seconds, 1-30. */
  retryAfterSeconds(waiting: number, executors: number, random: number = Math.random()): number {
    const seconds = (waiting * this.meanJobMs) / (executors * 1000);
    const jittered = seconds * (0.8 + random * 0.4);
    return Math.round(Math.min(RETRY_AFTER_SECONDS.max, Math.max(RETRY_AFTER_SECONDS.min, jittered)));
  }
}
