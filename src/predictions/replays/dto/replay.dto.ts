import { ApiProperty } from '@nestjs/swagger';

import { REPLAY_STATES, type ReplayState } from '../replay.entity.js';
import type { ReplayReport, Shift } from '../replay-report.js';
import type { Replay } from '../replay-store.js';

/** A replay and how far it is. */
export class ReplayDto {
  /** Id of the replay. */
  replay_id: string;

  /**
   * The model.
   * @example 'hazard-detector'
   */
  model: string;

  /**
   * The version that looks again.
   * @example '2'
   */
  against: string;

  @ApiProperty({ enum: REPLAY_STATES })
  state: ReplayState;

  /** Why it failed. */
  reason: string | null;

  /** Predictions that are to be made again. */
  total: number;

  /** Predictions that have been. */
  done: number;

  /** When it was asked for. */
  created_at: Date;

  /** When the first prediction was made again. */
  started_at: Date | null;

  /** When it was done, cancelled or failed. */
  finished_at: Date | null;

  static from(replay: Replay): ReplayDto {
    return {
      replay_id: replay.id,
      model: replay.model,
      against: replay.against,
      state: replay.state,
      reason: replay.reason,
      total: replay.total,
      done: replay.done,
      created_at: replay.createdAt,
      started_at: replay.startedAt,
      finished_at: replay.finishedAt,
    };
  }
}

export class ReplayListDto {
  /** Newest first, at most 100. */
  items: ReplayDto[];
}

/** New minus old; null where nothing could be compared. */
export class ShiftDto {
  /** Predictions that could be compared. */
  count: number;
  /** Their mean. */
  mean: number | null;
  /** A twentieth of them moved further down. */
  p5: number | null;
  /** The one in the middle. */
  median: number | null;
  /** A twentieth of them moved further up. */
  p95: number | null;

  static from({ count, mean, p5, median, p95 }: Shift): ShiftDto {
    return { count, mean, p5, median, p95 };
  }
}

/** How often one best label became another one, or stayed. */
export class LabelChangeDto {
  /** null: nothing was found. */
  before: string | null;
  /** null: nothing is found now. */
  after: string | null;
  /** Predictions. */
  count: number;
}

/** How often the version raised an error, or an input was not there any more. */
export class ReplayErrorDto {
  /**
   * Of the error catalogue.
   * @example 'INPUT_NOT_STORED'
   */
  code: string;
  /** Predictions. */
  count: number;
}

/** A prediction whose answer has changed, with both answers. */
export class ChangedPredictionDto {
  /** The prediction that was made again. */
  prediction_id: string;

  /** Result of the history; null when it has been dropped meanwhile. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  before: unknown;

  /** Result of the version that looked again. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  after: unknown;

  /** New minus old score. */
  score_shift: number | null;
}

/** What changed, as far as the replay is. */
export class ReplayReportDto {
  /** Answers that say the same: the same label first, half of the boxes in the same places, numbers within a tenth. */
  agreed: number;

  /** Answers that do not. */
  differs: number;

  /** Inputs that the version raised an error on. */
  failed: number;

  /** Inputs that are not stored any more. */
  skipped: number;

  /** Agreed ones among those that could be compared, 0-1; null when there are none. */
  agreement: number | null;

  /** Most frequent first, unchanged ones included. */
  labels: LabelChangeDto[];

  /** Most frequent first. */
  errors: ReplayErrorDto[];

  /** Of the score of the label that was best before. */
  score_shift: ShiftDto;

  /** Of the time from decoding to the answer, without waiting, in milliseconds. */
  latency_shift_ms: ShiftDto;

  /** Most changed first, at most 20. */
  most_changed: ChangedPredictionDto[];

  static from({ outcomes, labels, errors, score, latencyMs, mostChanged }: ReplayReport): ReplayReportDto {
    const { agreed, differs, failed, skipped } = outcomes;
    return {
      agreed,
      differs,
      failed,
      skipped,
      agreement: agreed + differs > 0 ? agreed / (agreed + differs) : null,
      labels: labels.map(({ before, after, count }) => ({ before, after, count })),
      errors: errors.map(({ code, count }) => ({ code, count })),
      score_shift: ShiftDto.from(score),
      latency_shift_ms: ShiftDto.from(latencyMs),
      most_changed: mostChanged.map(({ predictionId, before, after, scoreShift }) => ({
        prediction_id: predictionId,
        before,
        after,
        score_shift: scoreShift,
      })),
    };
  }
}

/** A replay with what it has found. */
export class ReplayDetailsDto extends ReplayDto {
  report: ReplayReportDto;
}
