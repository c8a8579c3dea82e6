import { ApiProperty } from '@nestjs/swagger';

import { BoxDto, OnPictureDto } from './on-picture.dto.js';

/** A label with the texts that the model's manifest gives it. */
export class LabelledDto {
  /**
   * Name of the class.
   * @example 'warning_triangle'
   */
  label: string;

  /**
   * Number of the class in the model's output, from 0.
   * @example 0
   */
  class_id: number;

  /**
   * How sure the model is, 0-1.
   * @example 0.91
   */
  score: number;

  /** What the class is, from the manifest. */
  description?: string;

  /**
   * How grave it is, from the manifest.
   * @example 'high'
   */
  severity?: string;

  /** What to do about it, from the manifest. */
  recommendation?: string;
}

/** Point in pixels of the upright picture; a little outside of it where what it marks is cut off. */
export class KeypointDto {
  /** @example 121.4 */
  x: number;

  /** @example 435.9 */
  y: number;

  /**
   * What it marks, where the model's points have names.
   * @example 'left_eye'
   */
  name?: string;

  /** How sure the model is that it can be seen, 0-1, where the model tells. */
  score?: number;
}

/** Which pixels of the upright picture belong to a thing, as COCO's compressed run-length encoding. */
export class MaskDto {
  /**
   * Height and width of the picture, in pixels.
   * @example [1080, 810]
   */
  @ApiProperty({ type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 2, example: [1080, 810] })
  size: readonly [number, number];

  /**
   * Numbers of pixels outside, inside, outside, ... column by column, packed as pycocotools packs them.
   * @example 'PPYo13mQ1'
   */
  counts: string;
}

export class DetectionDto extends LabelledDto {
  box: BoxDto;

  /**
   * Only in a session that follows things over its pictures: which one it is there, from 1; null for one that belongs to none,
   * or not yet.
   * @example 3
   */
  @ApiProperty({ type: 'integer', nullable: true, required: false })
  track_id?: number | null;

  /** Of an answer made of several: standard deviation of the score; what did not find it counts with 0. */
  spread?: number;

  /** Only from detectors that find points. */
  keypoints?: KeypointDto[];

  /** Only from detectors with masks, where the request or the manifest asks for them. */
  mask?: MaskDto;
}

/** Answer of an object detector, best score first. */
export class DetectionResultDto extends OnPictureDto {
  detections: DetectionDto[];
}

export class ClassScoreDto extends LabelledDto {
  /** Of an answer made of several: standard deviation of the score. */
  spread?: number;
}

/** Answer of an image classifier, best score first; perhaps empty where classes do not exclude each other. */
export class ClassificationResultDto extends OnPictureDto {
  classes: ClassScoreDto[];

  /** Of an answer made of several: how far they are apart about the best class, 0-1. */
  uncertainty?: number;
}

/** A number that a model tells. */
export class NamedValueDto {
  /** @example 'yaw' */
  name: string;

  /** @example -14.47 */
  value: number;

  /** @example 'degrees' */
  unit: string | null;

  /**
   * Least and greatest value that makes sense; the value itself is never cut to it.
   * @example [-90, 90]
   */
  @ApiProperty({
    type: 'array',
    items: { type: 'number' },
    minItems: 2,
    maxItems: 2,
    nullable: true,
    example: [-90, 90],
  })
  range: readonly [number, number] | null;

  /** Of an answer made of several: standard deviation of the value, in its unit. */
  spread?: number;
}

/** Answer of a regression on a picture, in the order of the manifest. */
export class RegressionResultDto extends OnPictureDto {
  values: NamedValueDto[];
}

/** Answer of a model that names a class for a row of a table. */
export class RowClassResultDto {
  /**
   * What the model says, also where the score of another class is higher.
   * @example 'virginica'
   */
  label: string;

  /**
   * Number of the class; null for a class that is not among the known ones.
   * @example 2
   */
  @ApiProperty({ type: 'integer', nullable: true })
  class_id: number | null;

  /** What the class is, from the manifest. */
  description?: string;

  /** How grave it is, from the manifest. */
  severity?: string;

  /** What to do about it, from the manifest. */
  recommendation?: string;

  /** Best score first; empty when the model gives no scores. */
  classes: LabelledDto[];

  /**
   * From an ensemble: how far its members are apart about the best class, 0-1.
   * @example 0.04
   */
  uncertainty?: number;
}

/** Answer of a model that tells numbers about a row of a table, in the order of the manifest. */
export class RowValuesResultDto {
  values: NamedValueDto[];
}

/** A tensor as JSON: values flat in row-major order; NaN and infinities are null, 64-bit integers beyond 2^53 are text. */
export class TensorDto {
  /** @example 'output' */
  name: string;

  /** @example 'float32' */
  datatype: string;

  /** @example [1, 3] */
  shape: number[];

  /**
   * Numbers, texts or truth values, by datatype.
   * @example [0.1, 0.7, 0.2]
   */
  data: unknown[];
}

/** Answer of a model without a task of its own. */
export class TensorResultDto {
  outputs: TensorDto[];
}

/** The answers of all tasks. */
export const RESULT_DTOS = [
  DetectionResultDto,
  ClassificationResultDto,
  RegressionResultDto,
  RowClassResultDto,
  RowValuesResultDto,
  TensorResultDto,
] as const;
