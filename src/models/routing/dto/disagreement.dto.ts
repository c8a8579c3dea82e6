import { ApiProperty } from '@nestjs/swagger';

import { type CandidateTotals, rateOf } from '../guard-spec.js';
import type { Trial } from '../version-comparisons.js';
import { GuardDto } from './routing.dto.js';

/** One thing in an answer that two versions do not agree on. */
export class DifferenceDto {
  /**
   * Where in the answer.
   * @example 'classes[0]'
   */
  path: string;

  /** What the baseline says there. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  expected: unknown;

  /** What the candidate says there. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  actual: unknown;

  /** @example 'another label comes first' */
  reason: string;
}

/** A request on which two versions do not agree. */
export class DisagreementDto {
  /** Id of the answer that was given, in the history. */
  prediction_id: string;

  /** Id of the answer that was only recorded. */
  compared_prediction_id: string;

  /** When they were compared. */
  at: Date;

  differences: DifferenceDto[];
}

/** What was seen of a candidate in the guard's window, through this instance. */
export class TrialDto {
  /** @example '2' */
  version: string;

  /** `canary`: it answers a share of the requests. `shadow`: it is asked beside, and never answers. */
  @ApiProperty({ enum: ['canary', 'shadow'] })
  role: string;

  /** When this instance saw its first request. */
  since: Date;

  /** When the trial was over; null while it goes on. */
  ended_at: Date | null;

  /** Why the guard ended it; null when it goes on or somebody else ended it. */
  withdrawn_because: string | null;

  /** Requests that it answered or failed; those of the cache do not count. */
  requests: number;

  /** Requests that it failed. */
  errors: number;

  /** Errors of the requests, 0-1. */
  error_rate: number;

  /** Requests that the baseline answered or failed meanwhile. */
  baseline_requests: number;

  /** Errors of the baseline's requests, 0-1. */
  baseline_error_rate: number;

  /** Answers that were compared with the baseline's. */
  compared: number;

  /** Answers that differ from the baseline's. */
  disagreed: number;

  /** Differing ones of those that were compared, 0-1. */
  disagreement_rate: number;

  /** The last ones, newest first. */
  examples: DisagreementDto[];

  static from(trial: Trial): TrialDto {
    const totals: CandidateTotals = trial.window.totals;
    return {
      version: trial.candidate,
      role: trial.role,
      since: trial.since,
      ended_at: trial.ended?.at ?? null,
      withdrawn_because: trial.ended?.reason ?? null,
      requests: totals.requests,
      errors: totals.errors,
      error_rate: rateOf(totals.errors, totals.requests),
      baseline_requests: totals.baselineRequests,
      baseline_error_rate: rateOf(totals.baselineErrors, totals.baselineRequests),
      compared: totals.compared,
      disagreed: totals.disagreed,
      disagreement_rate: rateOf(totals.disagreed, totals.compared),
      examples: trial.window.examples.map((example) => ({
        prediction_id: example.predictionId,
        compared_prediction_id: example.comparedPredictionId,
        at: example.at,
        differences: example.differences.map((difference) => ({ ...difference })),
      })),
    };
  }
}

/** How the candidates of a model compare with its baseline. */
export class DisagreementReportDto {
  /** @example 'hazard-detector' */
  model: string;

  /**
   * The version that the candidates are measured by.
   * @example '1'
   */
  baseline: string | null;

  guard: GuardDto;

  /** Candidates on trial, and those whose trial is over. */
  candidates: TrialDto[];
}
