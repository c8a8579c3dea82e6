import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';

import { ErrorBodyDto } from '../../../common/dto/error.dto.js';
import { PredictionDto } from '../../dto/prediction.dto.js';
import { framesPerSecond, timeOf, type VideoIndex } from '../frame-index.js';
import {
  ClassificationAggregateDto,
  DetectionAggregateDto,
  RegressionAggregateDto,
} from './video-aggregate.dto.js';

/** What the file says of itself, checked against the pictures in it. */
export class VideoInfoDto {
  /**
   * From the start to the end of the last picture, as a player counts.
   * @example 14.367
   */
  duration_seconds: number;

  /**
   * Width of the upright picture, in pixels.
   * @example 426
   */
  width: number;

  /**
   * Height of the upright picture, in pixels.
   * @example 240
   */
  height: number;

  /**
   * Pictures a second, on average.
   * @example 30
   */
  fps: number;

  /**
   * Pictures in the video, chosen or not.
   * @example 431
   */
  frame_count: number;

  /** @example 'h264' */
  codec: string;

  static from(index: VideoIndex): VideoInfoDto {
    const { width, height, codec, frames } = index;
    return {
      duration_seconds: milliseconds(index.durationSeconds),
      width,
      height,
      fps: milliseconds(framesPerSecond(index)),
      frame_count: frames.length,
      codec,
    };
  }
}

/** What became of one chosen frame: a prediction or an error, never both. */
export class VideoFrameDto {
  /**
   * Number of the frame in the video, from 0, in the order in which they are shown.
   * @example 120
   */
  index: number;

  /**
   * When it is shown, in seconds from the start, as a player counts.
   * @example 4
   */
  time_seconds: number;

  prediction?: PredictionDto;
  error?: ErrorBodyDto;
}

const AGGREGATES = [DetectionAggregateDto, ClassificationAggregateDto, RegressionAggregateDto];

/** Answer to a video: each chosen frame by itself, and all of them together. */
@ApiExtraModels(...AGGREGATES)
export class VideoPredictionDto {
  video: VideoInfoDto;

  /** In the order in which they are shown. */
  frames: VideoFrameDto[];

  /** All frames together, by task; null when none has an answer. */
  @ApiProperty({ nullable: true, oneOf: AGGREGATES.map((type) => ({ $ref: getSchemaPath(type) })) })
  aggregate: DetectionAggregateDto | ClassificationAggregateDto | RegressionAggregateDto | null;

  /** @example 8 */
  succeeded: number;

  /** @example 0 */
  failed: number;

  /** The frame's place in an answer, still without an outcome. */
  static frame(index: VideoIndex, frame: number): VideoFrameDto {
    return { index: frame, time_seconds: milliseconds(timeOf(index, frame)) };
  }
}

/** Containers count in thousandths of a second or finer; more digits would be noise. */
function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
