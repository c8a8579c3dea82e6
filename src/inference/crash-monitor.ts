const WINDOW_MS = 60_000;
const MAX_CRASHES = 5;
const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 10_000;

/**
 * Tells how long to wait before an executor is started again. Up to five unplanned exits in a minute are answered at
 * once; more is a crash loop: the delay doubles from 0.1 s to 10 s with jitter, until `forget` says that a process stays
 * up. Time alone does not end it: the delays themselves make the exits rare. A process that has answered requests before it
 * ended is no part of a loop: what its model can do is worth more than the start of another one.
 */
export class CrashMonitor {
  private exits: number[] = [];
  private doublings = 0;
  private looping = false;

  constructor(private readonly now: () => number = Date.now) {}

  /**
   * Counts an unplanned exit.
   *
   * @param hasAnswered whether the process had answered requests
   * @returns the delay before the next start, in milliseconds
   */
  recordExit(hasAnswered = false): number {
    if (hasAnswered && !this.looping) return 0;
    const now = this.now();
    this.exits = this.exits.filter((at) => now - at < WINDOW_MS);
    this.exits.push(now);
    this.looping ||= this.exits.length > MAX_CRASHES;
    if (!this.looping) return 0;
    const delayMs = Math.min(FIRST_DELAY_MS * 2 ** this.doublings, MAX_DELAY_MS);
    this.doublings += 1;
    return Math.round(delayMs * (0.75 + Math.random() * 0.5));
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
