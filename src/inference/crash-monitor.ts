const WINDOW_MS = 60_000;
const MAX_CRASHES = 5;
const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 10_000;

/**
 * Tells how long to wait before an executor is started again. Up to five unplanned exits in a minute are answered at
 * once; more, without an answer to any request in between, is a crash loop: the delay doubles from 0.1 s to 10 s with
 * jitter, until `forget` says that a process stays up. Time alone does not end it: the delays themselves make the exits rare.
 */
export class CrashMonitor {
  private exits: number[] = [];
  private doublings = 0;
  private looping = false;

  constructor(private readonly now: () => number = Date.now) {}

  /** Counts an unplanned exit and returns the delay before the next start, in milliseconds. */
  recordExit(): number {
    const now = this.now();
    this.exits = this.exits.filter((at) => now - at < WINDOW_MS);
    this.exits.push(now);
    this.looping ||= this.exits.length > MAX_CRASHES;
    if (!this.looping) return 0;
    const delayMs = Math.min(FIRST_DELAY_MS * 2 ** this.doublings, MAX_DELAY_MS);
    this.doublings += 1;
    return Math.round(delayMs * (0.75 + Math.random() * 0.5));
  }

  /** A request was answered: what ends processes is not the model itself. */
  answered(): void {
    if (!this.looping) this.exits = [];
  }

  get isLooping(): boolean {
    return this.looping;
  }

  /** The loop is over: a process has stayed up for long enough. */
  forget(): void {
    this.exits = [];
    this.doublings = 0;
    this.looping = false;
  }
}
