import { AppError } from '../../common/errors.js';
import type { JobInput } from '../../inference/executor-protocol.js';
import type { ModelSpec } from '../../inference/model-spec.js';
import { readTensors } from '../../inference/request/json-tensors.js';
import { readOptions } from '../../inference/request/task-options.js';
import type { CompareTolerance } from '../../inference/tasks/comparison.js';
import { readRow } from '../../inference/tasks/tabular-row.js';
import type { TaskOptions } from '../../inference/tasks/task-io.js';
import { GoldenError, type GoldenSample } from './golden-sample.js';

/** The file that a sample stands in may be 4 MB, so that its numbers cannot be many. */
const MAX_TENSOR_BYTES = 64 * 1024 * 1024;

/** A golden sample ready to be run: a job for the engine and the answer that it has to give. */
export interface GoldenCase {
  readonly name: string;
  readonly input: Exclude<JobInput, { kind: 'draw' }>;
  readonly options: TaskOptions;
  readonly expected: Readonly<Record<string, unknown>>;
  readonly tolerance: CompareTolerance;
}

/** The samples of one version. `digest` tells two sets apart; the rest stays out of JSON, being large. */
export class GoldenSet {
  readonly #cases: readonly GoldenCase[];

  /** @param digest of every file that the samples are made of */
  constructor(
    cases: readonly GoldenCase[],
    readonly digest: string,
  ) {
    this.#cases = cases;
  }

  get cases(): readonly GoldenCase[] {
    return this.#cases;
  }
}

/**
 * Checks a sample against the model that it is for.
 *
 * @param bytes of the input file; null when the sample names none
 * @throws GoldenError when the model takes another kind of input, or does not know an option
 */
export function goldenCase(sample: GoldenSample, bytes: Uint8Array | null, spec: ModelSpec): GoldenCase {
  const { name, expected, tolerance } = sample;
  try {
    const options = readOptions(sample.options, spec.task);
    return { name, input: jobInput(sample, bytes, spec), options, expected, tolerance };
  } catch (error) {
    if (error instanceof AppError) throw new GoldenError(`${name}.json`, error.message);
    throw error;
  }
}

function jobInput(
  { name, input }: GoldenSample,
  bytes: Uint8Array | null,
  spec: ModelSpec,
): GoldenCase['input'] {
  const { task } = spec;
  const wanted = task.kind === 'tensor' ? 'inputs' : task.kind === 'tabular' ? 'row' : 'file';
  if (input.kind !== wanted) {
    throw new GoldenError(
      `${name}.json`,
      `input: a model of ${task.kind} takes '${wanted}', not '${input.kind}'`,
    );
  }
  if (input.kind === 'inputs')
    return { kind: 'tensors', tensors: readTensors(input.inputs, spec.inputs, MAX_TENSOR_BYTES) };
  if (input.kind === 'row' && task.kind === 'tabular')
    return { kind: 'row', values: readRow(input.row, task.features, spec.inputs, 'input.row') };
  if (bytes === null || bytes.length === 0)
    throw new GoldenError(`${name}.json`, 'input.file: the file is empty');
  return { kind: 'image', bytes };
}
