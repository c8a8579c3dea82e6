import { ApiProperty } from '@nestjs/swagger';

import { DATATYPES } from '../codec/datatypes.js';

const PARAMETERS = {
  type: 'object' as const,
  additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] },
};

/** An input of an infer request. */
export class InferInputDto {
  /** @example 'images' */
  name: string;

  /**
   * Sizes, none of them -1.
   * @example [1, 3, 320, 320]
   */
  shape: number[];

  @ApiProperty({ enum: DATATYPES })
  datatype: string;

  /** `binary_data_size`: bytes of the tensor behind the JSON; then there is no `data`. */
  @ApiProperty({ ...PARAMETERS, example: { binary_data_size: 1228800 } })
  parameters?: Record<string, unknown>;

  /** Row-major, flat or nested. null is NaN; 64-bit integers may have any number of digits. */
  @ApiProperty({ type: 'array', items: {} })
  data?: unknown[];
}

/** An output that is asked for. */
export class RequestedOutputDto {
  /** @example 'output0' */
  name: string;

  /** `binary_data`: whether this output comes in binary. `classification`: the top N as text instead. */
  @ApiProperty({ ...PARAMETERS, example: { binary_data: true } })
  parameters?: Record<string, unknown>;
}

/** The JSON of an infer request. Keys that are not listed are passed over. */
export class InferRequestDto {
  /** Echoed in the answer. */
  id?: string;

  /**
   * `timeout` (microseconds), `priority` (1 goes first, 3 last), `binary_data_output`, and for picture files the options of
   * the model's task.
   */
  @ApiProperty({ ...PARAMETERS, example: { timeout: 500000, binary_data_output: true } })
  parameters?: Record<string, unknown>;

  inputs: InferInputDto[];

  /** Absent or empty for every output. */
  outputs?: RequestedOutputDto[];
}

/** An output of the model. */
export class InferOutputDto {
  /** @example 'output0' */
  name: string;

  /** @example 'FP32' */
  datatype: string;

  /** @example [1, 10, 2100] */
  shape: number[];

  /** `binary_data_size`: bytes of the tensor behind the JSON; then there is no `data`. */
  @ApiProperty(PARAMETERS)
  parameters?: Record<string, unknown>;

  /** Row-major, flat. NaN and the infinities are null. */
  @ApiProperty({ type: 'array', items: {} })
  data?: unknown[];
}

/** The JSON of an answer. */
export class InferResponseDto {
  /** @example 'hazard-detector' */
  model_name: string;

  /** @example '1' */
  model_version: string;

  /** As in the request; absent where it had none. */
  id?: string;

  /** Of picture files: `prediction_id`, `cached`, `confidence_status`. */
  @ApiProperty(PARAMETERS)
  parameters?: Record<string, unknown>;

  outputs: InferOutputDto[];
}

/** Body of an index request; it may be empty. */
export class IndexRequestDto {
  /** Only what is ready. */
  ready?: boolean;
}
