import { ApiProperty } from '@nestjs/swagger';

/** An input or output of a model. */
export class TensorMetadataDto {
  /** @example 'images' */
  name: string;

  /** @example 'FP32' */
  datatype: string;

  /**
   * -1 for a size that may vary.
   * @example [-1, 3, 320, 320]
   */
  shape: number[];
}

/** What a model takes and gives. */
export class ModelMetadataDto {
  /** @example 'hazard-detector' */
  name: string;

  /**
   * The ready ones; of a request for one version only that one.
   * @example ['1']
   */
  versions: string[];

  /** @example 'onnxruntime_onnx' */
  platform: string;

  inputs: TensorMetadataDto[];
  outputs: TensorMetadataDto[];
}

/** An input or output in a model's configuration. */
export class ConfigTensorDto {
  /** @example 'images' */
  name: string;

  /** @example 'TYPE_FP32' */
  data_type: string;

  /**
   * Without the batch dimension where `max_batch_size` is above 0.
   * @example [3, 320, 320]
   */
  dims: number[];

  /** Always false. */
  is_shape_tensor: boolean;
}

export class ConfigInputDto extends ConfigTensorDto {
  /** Always false: every input must be given. */
  optional: boolean;
}

/** A model's configuration in the words of Triton's ModelConfig, as far as its tools read it. */
export class ModelConfigDto {
  /** @example 'hazard-detector' */
  name: string;

  /** @example 'onnxruntime_onnx' */
  platform: string;

  /** @example 'onnxruntime' */
  backend: string;

  /** The version that is described. */
  @ApiProperty({ example: { specific: { versions: [1] } } })
  version_policy: Record<string, unknown>;

  /**
   * Above 0 the first dimension of every tensor counts items.
   * @example 1024
   */
  max_batch_size: number;

  input: ConfigInputDto[];
  output: ConfigTensorDto[];

  /** How requests wait: for company, and in which lanes. */
  @ApiProperty({
    example: { max_queue_delay_microseconds: 0, priority_levels: 3, default_priority_level: 2 },
  })
  dynamic_batching: Record<string, number>;

  /** Executor processes at most. */
  @ApiProperty({ example: [{ kind: 'KIND_CPU', count: 2 }] })
  instance_group: Record<string, unknown>[];

  /** One answer for each request. */
  @ApiProperty({ example: { decoupled: false } })
  model_transaction_policy: Record<string, boolean>;

  /** Raw tensors are not cached. */
  @ApiProperty({ example: { enable: false } })
  response_cache: Record<string, boolean>;
}

/** How often, and how long altogether. */
export class DurationDto {
  /** How often. */
  count: number;

  /** Nanoseconds altogether. */
  ns: number;
}

/** What requests took. */
export class InferenceStatisticsDto {
  /** Answered requests, those from the cache among them. */
  success: DurationDto;
  /** Failed and refused requests. */
  fail: DurationDto;
  /** Waiting for an executor. */
  queue: DurationDto;
  /** Decoding and preprocessing. */
  compute_input: DurationDto;
  /** Running the model. */
  compute_infer: DurationDto;
  /** Postprocessing. */
  compute_output: DurationDto;
  /** Answered from the cache; picture files only. */
  cache_hit: DurationDto;
  /** Looked for in the cache in vain; picture files only. */
  cache_miss: DurationDto;
}

/** What batches of one size took. */
export class BatchStatisticsDto {
  /** Items that ran together. */
  batch_size: number;
  /** Decoding and preprocessing. */
  compute_input: DurationDto;
  /** Running the model. */
  compute_infer: DurationDto;
  /** Postprocessing. */
  compute_output: DurationDto;
}

/** What one version has done since it was loaded. */
export class ModelStatisticsDto {
  /** @example 'hazard-detector' */
  name: string;

  /** @example '1' */
  version: string;

  /** Unix time in milliseconds of the last request; 0 before the first. */
  last_inference: number;

  /** Items: a batch of eight adds eight. Without those from the cache. */
  inference_count: number;

  /** Runs of the model. */
  execution_count: number;

  /** What requests took, by stage. */
  inference_stats: InferenceStatisticsDto;

  /** Of decoupled models; always empty. */
  @ApiProperty({ type: 'object', additionalProperties: true, example: {} })
  response_stats: Record<string, unknown>;

  batch_stats: BatchStatisticsDto[];

  /** Always empty; see GET /v1/models/{model}/status. */
  @ApiProperty({ type: 'array', items: { type: 'object' } })
  memory_usage: Record<string, unknown>[];
}

export class StatisticsDto {
  model_stats: ModelStatisticsDto[];
}

/** A line of the repository's index. */
export class IndexItemDto {
  /** @example 'hazard-detector' */
  name: string;

  /** @example '1' */
  version?: string;

  @ApiProperty({ enum: ['READY', 'UNAVAILABLE', 'LOADING', 'UNLOADING'] })
  state: string;

  /** Why it is not ready; empty when it is. */
  reason: string;
}
