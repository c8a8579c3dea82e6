/** When a candidate is withdrawn by itself: the manifest's `versions.guard` with every default filled in. */
export interface GuardSpec {
  /** Greatest part of its requests that a candidate may fail beyond what the baseline fails, 0-1. */
  readonly maxErrorRate: number;
  /** Greatest part of the compared answers that may differ from the baseline's, 0-1. */
  readonly maxDisagreement: number;
  /** Requests, or comparisons, before a rate counts. */
  readonly minRequests: number;
  /** How far back requests count, in seconds. */
  readonly windowSeconds: number;
  /** Part of a canary's requests that the baseline answers too, once `minRequests` have been compared, 0-1. */
  readonly sample: number;
}

export const DEFAULT_GUARD: GuardSpec = {
  maxErrorRate: 0.05,
  maxDisagreement: 0.25,
  minRequests: 20,
  windowSeconds: 600,
  sample: 0.1,
};

/** What was seen of one candidate in the window. */
export interface CandidateTotals {
  /** Requests that the candidate answered or failed; those of the cache do not count. */
  readonly requests: number;
  readonly errors: number;
  readonly baselineRequests: number;
  readonly baselineErrors: number;
  /** Answers that were compared with the baseline's. */
  readonly compared: number;
  readonly disagreed: number;
}

/** Part of a whole; 0 of nothing. */
export const rateOf = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** Why the candidate has to go; null while it may stay. */
export function guardVerdict(totals: CandidateTotals, guard: GuardSpec): string | null {
  const { requests, errors, baselineRequests, baselineErrors, compared, disagreed } = totals;
  const errorRate = rateOf(errors, requests);
  // Where both fail, the fault is not the candidate's.
  const beyondBaseline = errorRate - rateOf(baselineErrors, baselineRequests);
  if (requests >= guard.minRequests && beyondBaseline > guard.maxErrorRate) {
    const baseline = percent(rateOf(baselineErrors, baselineRequests));
    return `it failed ${errors} of ${requests} requests (${percent(errorRate)}, the baseline ${baseline}); ${percent(guard.maxErrorRate)} more than the baseline are allowed`;
  }
  const disagreement = rateOf(disagreed, compared);
  if (compared >= guard.minRequests && disagreement > guard.maxDisagreement) {
    return `${disagreed} of ${compared} answers differ from the baseline's (${percent(disagreement)}); ${percent(guard.maxDisagreement)} are allowed`;
  }
  return null;
}

const percent = (rate: number): string => `${Number((100 * rate).toFixed(1))} %`;
