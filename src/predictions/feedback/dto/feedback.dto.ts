import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsObject, IsOptional, IsString, Matches, MaxLength } from 'class-validator';

import type { Feedback } from '../feedback-store.js';

/** What you know of a prediction: exactly one of `correct`, `label` and `values`. */
export class GiveFeedbackDto {
  /** Whether the answer was right; for any task. */
  @IsOptional()
  @IsBoolean()
  correct?: boolean;

  /**
   * What would have been right: one of the model's labels. Compared with the best label of the answer.
   * @example 'warning_triangle'
   */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  label?: string;

  /**
   * For models that answer numbers: the true ones by name, all or some of them.
   * @example { "age": 31 }
   */
  @IsOptional()
  @IsObject()
  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'number' } })
  values?: Record<string, unknown>;

  /** For people: who said so, why it is hard. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  // PostgreSQL has no place for it.
  @Matches(/^[^\0]*$/, { message: 'comment must not contain NUL characters' })
  comment?: string;
}

/** One opinion on a prediction. */
export class FeedbackDto {
  /** What it is about. */
  prediction_id: string;

  /** Counts the opinions on this prediction, from 1; the highest one counts. */
  revision: number;

  /** null for true values, where right and wrong are a matter of degree. */
  correct: boolean | null;

  /** The true label. */
  label: string | null;

  /** Best label of the prediction. */
  predicted_label: string | null;

  /** True values by name. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'number' }, nullable: true })
  values: Readonly<Record<string, number>> | null;

  /** Predicted minus true, by name. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'number' }, nullable: true })
  errors: Readonly<Record<string, number>> | null;

  /** As it was given. */
  comment: string | null;

  /** When it came. */
  given_at: Date;

  static from(feedback: Feedback): FeedbackDto {
    return {
      prediction_id: feedback.predictionId,
      revision: feedback.revision,
      correct: feedback.correct,
      label: feedback.label,
      predicted_label: feedback.predictedLabel,
      values: feedback.trueValues,
      errors: feedback.errors,
      comment: feedback.comment,
      given_at: feedback.givenAt,
    };
  }
}

/** Every opinion on one prediction. */
export class FeedbackListDto {
  /** Newest first: the first one counts. */
  items: FeedbackDto[];
}
