import { ApiProperty } from '@nestjs/swagger';

import type { PredictionPage } from '../history/history-queries.js';
import type { PredictionRecord } from '../history/prediction-record.js';
import { ModelRefDto, roundedTimings, TimingsDto, toMicroseconds } from './prediction.dto.js';
import { ANY_RESULT } from './regions.dto.js';

/** One prediction as the history keeps it. */
export class PredictionRecordDto {
  /** @example '01931f5e-8a3b-7c4d-9e2f-1a2b3c4d5e6f' */
  prediction_id: string;

  /** @example '01931f5e-8a3a-7000-8000-000000000000' */
  request_id: string;

  /** The session that it was made in. */
  session_id: string | null;

  /** The subject that it is about. */
  subject_id: string | null;

  model: ModelRefDto;

  /** @example 'object-detection' */
  task: string;

  @ApiProperty({ enum: ['succeeded', 'failed'] })
  status: 'succeeded' | 'failed';

  /** Code of the error of a failed prediction. */
  error_code: string | null;

  /**
   * Best label of the answer.
   * @example 'warning_triangle'
   */
  label: string | null;

  /**
   * Score of the best label, 0-1.
   * @example 0.91
   */
  score: number | null;

  /** Every label of the answer. */
  labels: string[];

  @ApiProperty({ enum: ['HIGH', 'MEDIUM', 'LOW'], nullable: true, type: String })
  confidence_status: 'HIGH' | 'MEDIUM' | 'LOW' | null;

  /** Whether the answer came from the cache. */
  cached: boolean;

  /** The answer as it was given; null when it failed. */
  @ApiProperty({
    nullable: true,
    anyOf: ANY_RESULT,
  })
  result: unknown;

  /** SHA-256 of the input, hexadecimal; null where the model keeps nothing of it. */
  input_sha256: string | null;

  /** Whether the input itself is kept: GET /v1/predictions/{prediction_id}/input. */
  input_stored: boolean;

  /** Whether the answer was to be kept as a picture: GET /v1/predictions/{prediction_id}/result-image. */
  result_image_stored: boolean;

  /** Size of the input file. */
  input_bytes: number | null;

  timings_ms: TimingsDto | null;

  /** From the arrival of the input to the answer or the error. */
  total_ms: number;

  /**
   * Id of the prediction that was answered, where this one was only made to be compared with it: by a shadow, or by the
   * baseline of a canary. Nobody was given its result.
   */
  shadow_of: string | null;

  /** When the answer was given. */
  created_at: Date;

  static from(record: PredictionRecord): PredictionRecordDto {
    const timings = record.timingsMs as unknown as TimingsDto | null;
    return {
      prediction_id: record.id,
      request_id: record.requestId,
      session_id: record.sessionId,
      subject_id: record.subjectId,
      model: { name: record.model, version: record.version, digest: record.digest },
      task: record.task,
      status: record.status,
      error_code: record.errorCode,
      label: record.label,
      score: record.score,
      labels: [...record.labels],
      confidence_status: record.confidenceStatus,
      cached: record.cached,
      result: record.result,
      input_sha256: record.inputDigest,
      input_stored: record.hasInput,
      result_image_stored: record.resultKey !== null,
      input_bytes: record.inputBytes,
      timings_ms: timings && roundedTimings(timings),
      total_ms: toMicroseconds(record.totalMs),
      shadow_of: record.shadowOf,
      created_at: record.createdAt,
    };
  }
}

/** One page of the history, newest first. */
export class PredictionPageDto {
  items: PredictionRecordDto[];

  /** Pass it as `cursor` for the next page; null on the last one. */
  next_cursor: string | null;

  static from({ items, nextCursor }: PredictionPage): PredictionPageDto {
    return { items: items.map((record) => PredictionRecordDto.from(record)), next_cursor: nextCursor };
  }
}
