import { ApiExtraModels, ApiProperty } from '@nestjs/swagger';

import { TASK_KINDS } from '../../inference/model-spec.js';
import type { Answer } from '../prediction.js';
import { PictureTrackingDto } from './picture-tracking.dto.js';
import { ANY_RESULT, RegionsResultDto, RESULTS } from './regions.dto.js';
import {
  ClassificationResultDto,
  DetectionResultDto,
  RegressionResultDto,
  RowClassResultDto,
  RowValuesResultDto,
  TensorResultDto,
} from './result.dto.js';

/** Which model made a prediction. */
export class ModelRefDto {
  /** @example 'hazard-detector' */
  name: string;

  /** @example '1' */
  version: string;

  /**
   * SHA-256 of the model file, hexadecimal.
   * @example '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
   */
  digest: string;

  /**
   * From the manifest: what everyone who reads the answer has to know. Absent where it says nothing, and in the history.
   * @example 'A demonstration on drawn leaves, not for diagnosis'
   */
  notice?: string;
}

/** Where the time went, in milliseconds. All stages are 0 for a cached answer. */
export class TimingsDto {
  /** Waiting for an executor. */
  queue: number;
  /** From the file's bytes to pixels. */
  decode: number;
  /** From pixels to the input tensor. */
  preprocess: number;
  /** Inside the model; for a batch the whole batch's time. */
  run: number;
  /** From output tensors to labels. */
  postprocess: number;
  /** From the arrival of the input to the answer. */
  total: number;
}

/** One prediction. */
@ApiExtraModels(...RESULTS)
export class PredictionDto {
  /**
   * Id in the history: GET /v1/predictions/{prediction_id}.
   * @example '01931f5e-8a3b-7c4d-9e2f-1a2b3c4d5e6f'
   */
  prediction_id: string;

  /**
   * Id of the request, also in the x-request-id header and in every log line.
   * @example '01931f5e-8a3a-7000-8000-000000000000'
   */
  request_id: string;

  model: ModelRefDto;

  /** Kind of the model; it decides the shape of `result`. */
  @ApiProperty({ enum: TASK_KINDS })
  task: string;

  /** The answer, by task; of a model that looks at every part that another one finds: one for each part. */
  @ApiProperty({ anyOf: ANY_RESULT })
  result:
    | DetectionResultDto
    | ClassificationResultDto
    | RegressionResultDto
    | RegionsResultDto
    | RowClassResultDto
    | RowValuesResultDto
    | TensorResultDto;

  /** How far the best answer can be trusted; null where there is no score: numbers, raw tensors. */
  @ApiProperty({ enum: ['HIGH', 'MEDIUM', 'LOW'], nullable: true, type: String })
  confidence_status: 'HIGH' | 'MEDIUM' | 'LOW' | null;

  /**
   * What the user may do about an unsure answer; null when there is nothing to do.
   * @example null
   */
  retake_message: string | null;

  /** Whether the answer came from the cache. */
  cached: boolean;

  timings_ms: TimingsDto;

  /** When the answer was given. */
  created_at: Date;

  /** Only in a session that follows things over its pictures. */
  tracking?: PictureTrackingDto;

  static from(answer: Answer, requestId: string): PredictionDto {
    const { spec, derived } = answer.version;
    const { notice } = derived;
    return {
      prediction_id: answer.id,
      request_id: requestId,
      model: {
        name: spec.name,
        version: spec.version,
        digest: spec.digest,
        ...(notice !== null && { notice }),
      },
      task: spec.task.kind,
      result: answer.result,
      confidence_status: answer.confidenceStatus,
      retake_message: answer.retakeMessage,
      cached: answer.cacheStatus === 'HIT',
      timings_ms: roundedTimings(answer.timingsMs),
      created_at: answer.createdAt,
      ...(answer.tracking && { tracking: answer.tracking }),
    };
  }
}

/** Milliseconds to the microsecond, which is as exact as the clock deserves. */
export function toMicroseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

export function roundedTimings(timings: Readonly<TimingsDto>): TimingsDto {
  return {
    queue: toMicroseconds(timings.queue),
    decode: toMicroseconds(timings.decode),
    preprocess: toMicroseconds(timings.preprocess),
    run: toMicroseconds(timings.run),
    postprocess: toMicroseconds(timings.postprocess),
    total: toMicroseconds(timings.total),
  };
}
