import type { CandidateTotals } from './guard-spec.js';

/** Finer steps would not change a decision; coarser ones would let old requests go all at once. */
const SLICES = 30;
const MOST_EXAMPLES = 20;

/** A request on which two versions differ. */
export interface DisagreementExample {
  /** Of the answer that was given, and of the one that was only recorded. */
  readonly predictionId: string;
  readonly comparedPredictionId: string;
  readonly at: Date;
  readonly differences: readonly {
    readonly path: string;
    readonly expected: unknown;
    readonly actual: unknown;
    readonly reason: string;
  }[];
}

type Counts = { -readonly [K in keyof CandidateTotals]: number };

const nothing = (): Counts => ({
  requests: 0,
  errors: 0,
  baselineRequests: 0,
  baselineErrors: 0,
  compared: 0,
  disagreed: 0,
});

/** What a candidate and its baseline did lately. */
export class CandidateWindow {
  private readonly slices: { readonly startedMs: number; readonly counts: Counts }[] = [];
  private readonly latest: DisagreementExample[] = [];

  /** @param nowMs a clock that never goes back, in milliseconds */
  constructor(
    private readonly windowMs: number,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  candidateAnswered(isFailed: boolean): void {
    const counts = this.current();
    counts.requests += 1;
    if (isFailed) counts.errors += 1;
  }

  baselineAnswered(isFailed: boolean): void {
    const counts = this.current();
    counts.baselineRequests += 1;
    if (isFailed) counts.baselineErrors += 1;
  }

  /** @param example null when the answers agree */
  compared(example: DisagreementExample | null): void {
    const counts = this.current();
    counts.compared += 1;
    if (!example) return;
    counts.disagreed += 1;
    this.latest.unshift(example);
    this.latest.length = Math.min(this.latest.length, MOST_EXAMPLES);
  }

  get totals(): CandidateTotals {
    this.forget();
    const totals = nothing();
    for (const { counts } of this.slices) {
      for (const key of Object.keys(totals) as (keyof Counts)[]) totals[key] += counts[key];
    }
    return totals;
  }

  /** Newest first. */
  get examples(): readonly DisagreementExample[] {
    return this.latest;
  }

  private current(): Counts {
    this.forget();
    const now = this.nowMs();
    const last = this.slices.at(-1);
    if (last && now - last.startedMs < this.windowMs / SLICES) return last.counts;
    const counts = nothing();
    this.slices.push({ startedMs: now, counts });
    return counts;
  }

  private forget(): void {
    const oldest = this.nowMs() - this.windowMs;
    while (this.slices.length > 0 && this.slices[0]!.startedMs <= oldest) this.slices.shift();
  }
}
