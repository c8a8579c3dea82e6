/** How long nothing more is said of what goes on and on. */
const INTERVAL_MS = 10_000;

/** For a warning about something that may happen with every request: says once in ten seconds that it is time for the next. */
export class Seldom {
  private lastMs = -Infinity;

  /** @param now milliseconds on any clock that only goes forward */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Whether to warn now; the next ten seconds begin then. */
  take(): boolean {
    const now = this.now();
    if (now - this.lastMs < INTERVAL_MS) return false;
    this.lastMs = now;
    return true;
  }
}
