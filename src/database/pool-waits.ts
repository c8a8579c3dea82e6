/** How long callers waited for a connection lately, in milliseconds; 0 when nobody asked for one. */
export interface PoolWaits {
  readonly mean: number;
  readonly p95: number;
  readonly max: number;
}

const WINDOW_MS = 60_000;
/** Bounds memory and the cost of sorting: at more than nine waits a second the window is shorter than a minute. */
const MAX_WAITS = 512;

/** The waits of the last minute, at most the last 512. */
export class RecentWaits {
  readonly #waits: { readonly at: number; readonly ms: number }[] = [];

  /** @param now rising milliseconds */
  constructor(private readonly now: () => number = () => performance.now()) {}

  add(ms: number): void {
    this.#waits.push({ at: this.now(), ms });
    if (this.#waits.length > MAX_WAITS) this.#waits.shift();
  }

  get figures(): PoolWaits {
    const from = this.now() - WINDOW_MS;
    const recent = this.#waits.filter(({ at }) => at >= from).map(({ ms }) => ms);
    if (recent.length === 0) return { mean: 0, p95: 0, max: 0 };
    const sorted = recent.toSorted((a, b) => a - b);
    return {
      mean: recent.reduce((sum, ms) => sum + ms, 0) / recent.length,
      // Nearest rank.
      p95: sorted[Math.ceil(0.95 * sorted.length) - 1] as number,
      max: sorted.at(-1) as number,
    };
  }
}
