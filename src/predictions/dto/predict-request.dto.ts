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

/** A row by name or in order. */
const ROW = [
  { type: 'object' as const, additionalProperties: true },
  { type: 'array' as const, items: {} },
];

/** JSON: `image` or `images` for a model that takes pictures, `row` or `rows` for a table, `inputs` for one that takes raw tensors. */
export class PredictJsonDto extends AnyOptionsDto {
  /** One picture as base64, plain, URL-safe or as a data URL. */
  image?: string;

  /** Several pictures as base64. */
  images?: string[];

  /**
   * One row for a model that takes rows of a table: by feature name, or as an array in the order of the features.
   * @example { "age": 31, "sex": "female" }
   */
  @ApiProperty({ required: false, oneOf: ROW })
  row?: Record<string, unknown> | unknown[];

  /** Several rows, each answered by itself; at most MAX_ROWS_PER_REQUEST. */
  @ApiProperty({ required: false, type: 'array', items: { oneOf: ROW } })
  rows?: (Record<string, unknown> | unknown[])[];

  /** Every input of a model without a task of its own. */
  inputs?: TensorInputDto[];
}
