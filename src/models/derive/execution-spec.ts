import type { ConstantInput, ExecutionSpec, TaskSpec } from '../../inference/model-spec.js';
import { megabytes } from '../../inference/tensor-bytes.js';
import type { ModelManifest } from '../manifest/model-manifest.js';
import type { OnnxInfo } from '../onnx-reader/onnx-info.js';
import type { DeriveDefaults } from './derived-version.js';
import type { Provenance } from './provenance.js';
import { bytesPerPicture } from './tensor-limit.js';

/** Requests in one run where the graph allows it: more gains little on a CPU and makes each wait for all. */
const DEFAULT_MAX_BATCH = 8;

/** Fills in how a version is run. What the manifest says and the model cannot do goes to `faults`. */
export function executionSpec(
  { execution = {}, warmup }: ModelManifest,
  task: TaskSpec,
  info: OnnxInfo,
  defaults: DeriveDefaults,
  provenance: Provenance,
  faults: string[],
): ExecutionSpec {
  const take = provenance.take.bind(provenance);
  const preload = take('execution.preload', { declared: execution.preload, fallback: true });
  return {
    executors: take('execution.executors', { declared: execution.executors, fallback: defaults.executors }),
    intraOpThreads: take('execution.intra_op_threads', { declared: execution.intra_op_threads, fallback: 1 }),
    maxBatch: maxBatch(execution.max_batch, task, info, defaults, provenance, faults),
    maxDelayMs: take('execution.max_delay_ms', { declared: execution.max_delay_ms, fallback: 0 }),
    deadlineMs: take<number | null>('execution.deadline_ms', {
      declared: execution.deadline_ms,
      fallback: null,
    }),
    memoryLimitMb: take('execution.memory_limit_mb', {
      declared: execution.memory_limit_mb,
      fallback: defaults.memoryLimitMb,
    }),
    warmupRuns: take('warmup.runs', { declared: warmup?.runs, fallback: defaults.warmupRuns }),
    preload,
    required: take('execution.required', { declared: execution.required, fallback: false }),
  };
}

/**
 * Whether the first dimension of every input and output may grow. Exporters of tables state outputs wrongly (LightGBM's
 * label is always [1]), so there the inputs decide; a batch is tried out at load in any case.
 */
function hasDynamicBatch({ inputs, outputs }: OnnxInfo, task: TaskSpec): boolean {
  const settings = 'image' in task ? (task.image.constants ?? []).filter(isSetting) : [];
  const counted = inputs.filter(({ name }) => !settings.some((setting) => setting.name === name));
  const tensors = task.kind === 'tabular' ? inputs : [...counted, ...outputs];
  return tensors.every(({ dims, unranked }) => unranked === true || typeof dims[0] === 'string');
}

/** Pictures in each run of a graph whose batch is fixed. */
function fixedBatch({ inputs }: OnnxInfo, task: TaskSpec): number {
  if (!('image' in task) || task.image.isSingle) return 1;
  const first = inputs.find(({ name }) => name === task.image.tensor)?.dims[0];
  return typeof first === 'number' ? first : 1;
}

/** One value for the whole run, and not one for each picture. */
const isSetting = ({ dims }: ConstantInput): boolean => dims.length < 2 && !dims.includes(null);

function maxBatch(
  declared: number | undefined,
  task: TaskSpec,
  info: OnnxInfo,
  { maxTensorBytes }: DeriveDefaults,
  provenance: Provenance,
  faults: string[],
): number {
  const path = 'execution.max_batch';
  if (!hasDynamicBatch(info, task)) {
    const together = fixedBatch(info, task);
    if (declared !== undefined && declared > together) {
      faults.push(
        `${path}: ${declared}, but the batch dimension of the model is fixed${together > 1 ? ` at ${together}` : ''}; export it with a dynamic one`,
      );
    }
    const note =
      together > 1
        ? `the graph always runs ${together} pictures, also for one; a dynamic batch would cost less`
        : 'the batch dimension is fixed';
    return provenance.take(path, { declared, derived: together, fallback: together, note });
  }
  if (task.kind === 'tabular') return provenance.take(path, { declared, fallback: DEFAULT_MAX_BATCH });
  if (!('image' in task)) {
    const note = 'plain tensors of several requests are not joined: the first dimension need not be a batch';
    if (declared !== undefined && declared > 1) faults.push(`${path}: ${declared}, but ${note}`);
    return provenance.take(path, { declared, fallback: 1, note });
  }
  const most = Math.max(1, Math.floor(maxTensorBytes / bytesPerPicture(task.image)));
  if (declared !== undefined && declared > most) {
    faults.push(
      `${path}: ${declared} pictures of this size take more than the ${megabytes(maxTensorBytes)} of MAX_TENSOR_BYTES; at most ${most}`,
    );
  }
  return provenance.take(path, { declared, fallback: Math.min(DEFAULT_MAX_BATCH, most) });
}
