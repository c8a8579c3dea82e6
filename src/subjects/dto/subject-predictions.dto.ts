import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

import { ErrorBodyDto } from '../../common/dto/error.dto.js';
import { errorEnvelope } from '../../common/error-body.js';
import type { AppError } from '../../common/errors.js';
import { PredictionDto } from '../../predictions/dto/prediction.dto.js';
import type { PanelAnswer, PanelResult } from '../subject-panel.js';

/** What a model says as of one day: `prediction`, or `error`. */
export class SubjectPredictionDto {
  /**
   * The last day of which the model knows.
   * @example '2026-11-02'
   */
  as_of: string;

  /**
   * What the model was given, by feature; null where the records do not tell and the model takes that.
   * @example { "mood_mean": 8.5, "sleep_hours_trend": -0.2 }
   */
  @ApiProperty({ type: 'object', additionalProperties: true })
  features: Record<string, unknown>;

  /** Features for which the default of the manifest stands, as the records do not tell them. */
  defaulted: string[];

  @ApiPropertyOptional({ type: PredictionDto })
  prediction?: PredictionDto;

  @ApiPropertyOptional({ type: ErrorBodyDto })
  error?: ErrorBodyDto;

  static from({ asOf, row, answer, fault }: PanelAnswer, requestId: string): SubjectPredictionDto {
    return {
      as_of: asOf,
      features: { ...row.row },
      defaulted: [...row.defaulted],
      ...(answer ? { prediction: PredictionDto.from(answer, requestId) } : {}),
      ...(fault ? { error: errorOf(fault, requestId) } : {}),
    };
  }
}

/** What one model says. */
export class SubjectModelDto {
  /** @example 'mood-state' */
  model: string;

  /**
   * The version that answers; null where none does.
   * @example '1'
   */
  version: string | null;

  /** Time that this model took, in milliseconds; the models run side by side. */
  elapsed_ms: number;

  /** One for each day that was asked about, latest first. */
  predictions: SubjectPredictionDto[];

  /** Why the model could not be asked at all. */
  @ApiPropertyOptional({ type: ErrorBodyDto })
  error?: ErrorBodyDto;

  static from({ member, elapsedMs, answers }: PanelResult, requestId: string): SubjectModelDto {
    return {
      model: member.name,
      version: member.version?.spec.version ?? null,
      elapsed_ms: Math.round(elapsedMs * 1000) / 1000,
      predictions: answers.map((answer) => SubjectPredictionDto.from(answer, requestId)),
      ...(member.fault ? { error: errorOf(member.fault, requestId) } : {}),
    };
  }
}

/** What models say of a subject. */
export class SubjectPredictionsDto {
  /** @example '0b9f4ed2-3f0e-4a39-9d0c-2f6c5b1f7a10' */
  subject_id: string;

  /** Days of the latest records, as of which each model was asked; latest first. */
  days: string[];

  models: SubjectModelDto[];

  /** Models that answered for every day. */
  succeeded: number;

  /** Models that did not. */
  failed: number;

  /** Whether the answer is from the cache: then ids and times are those of when it was made. */
  cached: boolean;

  static from(
    id: string,
    days: readonly string[],
    results: readonly PanelResult[],
    requestId: string,
  ): SubjectPredictionsDto {
    const models = results.map((result) => SubjectModelDto.from(result, requestId));
    const succeeded = models.filter(
      ({ error, predictions }) => !error && predictions.every(({ prediction }) => prediction),
    ).length;
    return {
      subject_id: id,
      days: [...days],
      models,
      succeeded,
      failed: models.length - succeeded,
      cached: false,
    };
  }
}

const errorOf = (fault: AppError, requestId: string): ErrorBodyDto => errorEnvelope(fault, requestId).error;
