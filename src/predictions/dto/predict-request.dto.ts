import { ApiProperty, IntersectionType, PartialType } from '@nestjs/swagger';

import { ClassificationOptionsDto, DetectionOptionsDto } from '../../inference/request/task-options.dto.js';

/** Options of every task; a model refuses the ones that are not its own. */
export class AnyOptionsDto extends IntersectionType(
  PartialType(DetectionOptionsDto),
  PartialType(ClassificationOptionsDto),
) {}

/** A form: one or many pictures, and options as fields. */
export class PredictFormDto extends AnyOptionsDto {
  /** One or many JPEG, PNG or WebP pictures. */
  @ApiProperty({ type: 'array', items: { type: 'string', format: 'binary' } })
  file: unknown[];
}

/** A tensor in a request. */
export class TensorInputDto {
  /** @example 'x' */
  name: string;

  /** @example [1, 3] */
  shape: number[];

  /**
   * Values in row-major order, flat or nested; 64-bit integers beyond 2^53 as text.
   * @example [0.5, 1, 2]
   */
  data: unknown[];
}

/** JSON: `image` or `images` for a model that takes pictures, `inputs` for one that takes raw tensors. */
export class PredictJsonDto extends AnyOptionsDto {
  /** One picture as base64, plain, URL-safe or as a data URL. */
  image?: string;

  /** Several pictures as base64. */
  images?: string[];

  /** Every input of a model without a task of its own. */
  inputs?: TensorInputDto[];
}
