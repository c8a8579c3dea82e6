import type { TensorInfo } from '../inference/model-spec.js';
import type { CatalogModel } from '../models/model-catalog.js';
import type { LoadedVersion } from '../models/loaded-version.js';
import { hasBatchDimension } from '../models/tensor-batch.js';
import type { Tally } from '../models/version-statistics.js';
import { datatypeOf } from './codec/datatypes.js';
import { DEFAULT_PRIORITY, PRIORITY_LEVELS } from './codec/request-controls.js';
import type {
  DurationDto,
  IndexItemDto,
  ModelConfigDto,
  ModelMetadataDto,
  ModelStatisticsDto,
  TensorMetadataDto,
} from './dto/model.dto.js';

/** What Triton calls ONNX models; its tools know this name. */
const PLATFORM = 'onnxruntime_onnx';

/** A batch in one request is limited by the size of the tensors alone; load tools want a number. */
const MAX_BATCH = 1024;

/** @param readyVersions what `versions` says: of a request for one version only that one */
export function metadataOf({ spec }: LoadedVersion, readyVersions: readonly string[]): ModelMetadataDto {
  return {
    name: spec.name,
    versions: [...readyVersions],
    platform: PLATFORM,
    inputs: spec.inputs.map(tensorMetadata),
    outputs: spec.outputs.map(tensorMetadata),
  };
}

/** A model's configuration in the words of Triton's ModelConfig, as far as its tools read it. */
export function configOf({ spec }: LoadedVersion): ModelConfigDto {
  // The sizes beside the batch may not be none: tools cannot write such an input. One of rank 1 is a row of any length to them.
  const hasBatch = hasBatchDimension(spec) && spec.inputs.every(({ dims }) => dims.length > 1);
  const tensor = (info: TensorInfo) => ({
    name: info.name,
    data_type: configType(info),
    dims: sizes(info).slice(hasBatch ? 1 : 0),
  });
  const { executors, maxDelayMs } = spec.execution;
  return {
    name: spec.name,
    platform: PLATFORM,
    backend: 'onnxruntime',
    version_policy: { specific: { versions: [Number(spec.version)] } },
    max_batch_size: hasBatch ? MAX_BATCH : 0,
    input: spec.inputs.map((info) => ({ ...tensor(info), optional: false, is_shape_tensor: false })),
    output: spec.outputs.map((info) => ({ ...tensor(info), is_shape_tensor: false })),
    dynamic_batching: {
      max_queue_delay_microseconds: maxDelayMs * 1000,
      priority_levels: PRIORITY_LEVELS,
      default_priority_level: DEFAULT_PRIORITY,
    },
    instance_group: [{ kind: 'KIND_CPU', count: executors }],
    model_transaction_policy: { decoupled: false },
    response_cache: { enable: false },
  };
}

export function statisticsOf({ spec, statistics }: LoadedVersion): ModelStatisticsDto {
  return {
    name: spec.name,
    version: spec.version,
    last_inference: statistics.lastInferenceAt,
    inference_count: statistics.inferences,
    execution_count: statistics.executions,
    inference_stats: {
      success: duration(statistics.success),
      fail: duration(statistics.fail),
      queue: duration(statistics.queue),
      compute_input: duration(statistics.computeInput),
      compute_infer: duration(statistics.computeInfer),
      compute_output: duration(statistics.computeOutput),
      cache_hit: duration(statistics.cacheHit),
      cache_miss: duration(statistics.cacheMiss),
    },
    response_stats: {},
    batch_stats: [...statistics.batches]
      .toSorted(([a], [b]) => a - b)
      .map(([size, batch]) => ({
        batch_size: size,
        compute_input: duration(batch.computeInput),
        compute_infer: duration(batch.computeInfer),
        compute_output: duration(batch.computeOutput),
      })),
    memory_usage: [],
  };
}

function duration({ count, ms }: Tally): DurationDto {
  return { count: Math.round(count), ns: Math.round(ms * 1e6) };
}

const STATES = {
  unloaded: 'UNAVAILABLE',
  loading: 'LOADING',
  ready: 'READY',
  failed: 'UNAVAILABLE',
  draining: 'UNLOADING',
} as const;

/** Clients send nothing to a model that they are not told is ready, so one that its first request loads is told so as well. */
function stateOf({ state, takesRequests, reason }: LoadedVersion): Pick<IndexItemDto, 'state' | 'reason'> {
  if (takesRequests && state !== 'ready')
    return { state: STATES.ready, reason: 'loaded by its first request' };
  return { state: STATES[state], reason: reason ?? (state === 'unloaded' ? 'unloaded' : '') };
}

/** Lines of the repository's index for one model. */
export function indexItems({ name, versions, faults }: CatalogModel): IndexItemDto[] {
  return [
    ...versions.map((version) => ({ name, version: version.spec.version, ...stateOf(version) })),
    ...faults.map(({ version, reason }) => ({
      name,
      ...(version === null ? {} : { version }),
      state: STATES.failed,
      reason,
    })),
  ];
}

function tensorMetadata(info: TensorInfo): TensorMetadataDto {
  return { name: info.name, datatype: datatypeOf(info.type), shape: sizes(info) };
}

/** -1 for what may vary; a tensor of any rank is shown as one variable dimension. */
function sizes({ dims, unranked }: TensorInfo): number[] {
  return unranked ? [-1] : dims.map((dim) => (typeof dim === 'number' ? dim : -1));
}

function configType(info: TensorInfo): string {
  const datatype = datatypeOf(info.type);
  return datatype === 'BYTES' ? 'TYPE_STRING' : `TYPE_${datatype}`;
}
