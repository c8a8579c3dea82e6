import type { BreakerState } from '../common/breaker-state.js';

/** `neither` says nothing of the database: no connection was free, or a lock was not given. */
export type ReadOutcome = 'ok' | 'failed' | 'neither';

const BUCKET_MS = 1000;
const WINDOW_BUCKETS = 10;
const MIN_CALLS = 5;
const MAX_FAILED_SHARE = 0.5;
const OPEN_MS = 2000;

interface Bucket {
  readonly second: number;
  ok: number;
  failed: number;
}

/**
 * Keeps readers away from a database that answers pings and fails queries: one whose disk is slow, or that loses every other
 * connection. Each of them would wait its whole time, and hold a connection meanwhile. It opens when, of at least five reads
 * in ten seconds, half have failed; after one to three seconds one read goes through as a probe, and its outcome decides.
 */
export class ReadBreaker {
  private buckets: Bucket[] = [];
  private openUntilMs: number | undefined;
  private isProbing = false;
  /** Reads that began before the last reset say nothing of what came after it. */
  private epoch = 0;

  /**
   * @param now milliseconds on any clock that only goes forward
   * @param random 0-1
   */
  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly random: () => number = Math.random,
  ) {}

  get state(): BreakerState {
    if (this.openUntilMs === undefined) return 0;
    return this.isProbing ? 1 : 2;
  }

  /** @returns what a read that may go through tells its outcome to, once; undefined where it may not */
  tryEnter(): ((outcome: ReadOutcome) => void) | undefined {
    const { epoch } = this;
    if (this.openUntilMs === undefined) {
      return (outcome) => {
        if (epoch === this.epoch && this.openUntilMs === undefined) this.count(outcome);
      };
    }
    if (this.isProbing || this.now() < this.openUntilMs) return undefined;
    this.isProbing = true;
    return (outcome) => {
      if (epoch !== this.epoch) return;
      this.isProbing = false;
      if (outcome === 'ok') this.reset();
      else if (outcome === 'failed') this.open();
    };
  }

  /** Closes it and forgets what has been: the connection was lost and is there again. */
  reset(): void {
    this.epoch += 1;
    this.buckets = [];
    this.openUntilMs = undefined;
    this.isProbing = false;
  }

  private count(outcome: ReadOutcome): void {
    if (outcome === 'neither') return;
    const second = Math.floor(this.now() / BUCKET_MS);
    this.buckets = this.buckets.filter((bucket) => bucket.second > second - WINDOW_BUCKETS);
    let latest = this.buckets.at(-1);
    if (latest?.second !== second) {
      latest = { second, ok: 0, failed: 0 };
      this.buckets.push(latest);
    }
    latest[outcome] += 1;
    if (outcome === 'ok') return;
    const failed = this.buckets.reduce((sum, bucket) => sum + bucket.failed, 0);
    const calls = this.buckets.reduce((sum, bucket) => sum + bucket.ok, failed);
    if (calls >= MIN_CALLS && failed >= calls * MAX_FAILED_SHARE) this.open();
  }

  private open(): void {
    this.buckets = [];
    this.openUntilMs = this.now() + OPEN_MS * (0.5 + this.random());
  }
}
