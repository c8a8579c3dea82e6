import { Type } from 'class-transformer';
import { IsDate, IsOptional, IsString, MaxLength } from 'class-validator';

import type { VersionAccuracy } from '../accuracy-queries.js';
import { INTERVAL_LEVEL, wilsonInterval } from '../wilson-interval.js';

/** Which predictions count. */
export class FindAccuracyDto {
  /** Only this version. */
  @IsOptional()
  @IsString()
  @MaxLength(128)
  version?: string;

  /** Earliest time of a prediction, included (ISO 8601). */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  from?: Date;

  /** Latest time, not included (ISO 8601). */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  to?: Date;
}

/** Where the true accuracy lies. */
export class AccuracyIntervalDto {
  /** Least, 0-1. */
  low: number;

  /** Greatest, 0-1. */
  high: number;

  /**
   * How sure it is that the truth lies between them.
   * @example 0.95
   */
  level: number;
}

/** How often one label was taken for another one. */
export class ConfusionDto {
  /** The true label. */
  expected: string;

  /** Best label of the prediction; null where it found nothing. */
  predicted: string | null;

  /** Predictions. */
  count: number;
}

/** How far a predicted number is from the true one, in its own unit. */
export class ValueErrorDto {
  /**
   * The value.
   * @example 'age'
   */
  name: string;

  /** Predictions with a true value. */
  count: number;

  /** Mean distance from the true value. */
  mean_absolute_error: number;

  /** As the mean, but large errors weigh more. */
  root_mean_square_error: number;

  /** Of predicted minus true: positive when the model says too much. */
  mean_error: number;
}

/** What people said of one version; of each prediction the latest opinion counts. */
export class VersionAccuracyDto {
  /**
   * The version that predicted.
   * @example '2'
   */
  version: string;

  /** Predictions with feedback. */
  feedback: number;

  /** Of them those that were said to be right or wrong. */
  judged: number;

  /** Of the judged those that were right. */
  correct: number;

  /** Right ones among the judged, 0-1; null when there are none. */
  accuracy: number | null;

  /** Wilson interval of the accuracy; null when nothing was judged. */
  interval: AccuracyIntervalDto | null;

  /** By true label, most frequent first; only opinions that name one. */
  confusion: ConfusionDto[];

  /** For models that answer numbers. */
  errors: ValueErrorDto[];

  static from({
    version,
    feedback,
    judged,
    correct,
    confusion,
    errors,
  }: VersionAccuracy): VersionAccuracyDto {
    const interval = wilsonInterval(correct, judged);
    return {
      version,
      feedback,
      judged,
      correct,
      accuracy: judged > 0 ? correct / judged : null,
      interval: interval ? { ...interval, level: INTERVAL_LEVEL } : null,
      confusion: confusion.map(({ expected, predicted, count }) => ({ expected, predicted, count })),
      errors: errors.map(({ name, count, meanAbsolute, rootMeanSquare, mean }) => ({
        name,
        count,
        mean_absolute_error: meanAbsolute,
        root_mean_square_error: rootMeanSquare,
        mean_error: mean,
      })),
    };
  }
}

export class AccuracyDto {
  /**
   * The model.
   * @example 'hazard-detector'
   */
  model: string;

  /** Versions with feedback. */
  versions: VersionAccuracyDto[];
}
