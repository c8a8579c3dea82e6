/** How long a timer is set for to see when it is called. */
const SAMPLE_MS = 10;
const MAX_LATE_MS = 5;
/** What a sample says holds for so long. */
const HOLDS_MS = 500;

/**
 * Whether this process gets to its work in time: neither is its event loop full nor the machine. (The loop's utilisation says
 * nothing of the second: a process that waits for a core looks idle.) Measured while somebody asks, and not between.
 */
export class LoopPunctuality {
  private knownUntil = -Infinity;
  private wasOnTime = false;
  private isSampling = false;

  /**
   * @param now milliseconds on any clock that only goes forward
   * @param after as setTimeout
   */
  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly after: (ms: number, callback: () => void) => void = (ms, callback) =>
      void setTimeout(callback, ms).unref(),
  ) {}

  /** False while it is not known yet: it is by the next time. */
  get isOnTime(): boolean {
    if (this.now() < this.knownUntil) return this.wasOnTime;
    if (!this.isSampling) this.sample();
    return false;
  }

  private sample(): void {
    this.isSampling = true;
    const due = this.now() + SAMPLE_MS;
    this.after(SAMPLE_MS, () => {
      this.isSampling = false;
      this.wasOnTime = this.now() - due <= MAX_LATE_MS;
      this.knownUntil = this.now() + HOLDS_MS;
    });
  }
}
