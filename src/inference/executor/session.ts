import * as ort from 'onnxruntime-node';

import type { ModelSpec, TensorInfo } from '../model-spec.js';
import type { NamedTensor, TensorArray, TensorData } from '../tasks/task-io.js';

/** Severity 3 = errors only: models whose initializers are inputs too print hundreds of warnings. */
const LOG_ERRORS_ONLY = 3;

/** A loaded model: the only place that knows onnxruntime. */
export class Session {
  private constructor(
    private readonly session: ort.InferenceSession,
    private readonly outputs: readonly TensorInfo[],
  ) {}

  /**
   * Loads from a path, never from bytes: external data of a model given as bytes is looked up in the working directory.
   *
   * @throws Error with onnxruntime's reason
   */
  static async open(spec: ModelSpec): Promise<Session> {
    const session = await ort.InferenceSession.create(spec.modelPath, {
      executionProviders: ['cpu'],
      graphOptimizationLevel: 'all',
      executionMode: 'sequential',
      intraOpNumThreads: spec.execution.intraOpThreads,
      interOpNumThreads: 1,
      logSeverityLevel: LOG_ERRORS_ONLY,
    });
    const missing = spec.inputs
      .filter(({ name }) => !session.inputNames.includes(name))
      .map(({ name }) => name);
    if (missing.length > 0) {
      await session.release();
      throw new Error(
        `the model has no input named ${missing.join(', ')}; it has ${session.inputNames.join(', ')}`,
      );
    }
    return new Session(session, spec.outputs);
  }

  /**
   * Runs the model; blocks this process's thread until it is done. The input data may be reused afterwards; the outputs
   * belong to the caller.
   *
   * @throws Error with onnxruntime's reason
   */
  async run(inputs: readonly NamedTensor[]): Promise<NamedTensor[]> {
    // No prototype: an input may be called `__proto__` or `toString`.
    const feeds = Object.create(null) as Record<string, ort.Tensor>;
    for (const { name, type, dims, data } of inputs) feeds[name] = makeTensor({ type, dims, data });
    const fetches = this.outputs.map(({ name }) => name);
    const results = await this.session.run(feeds, fetches);
    return this.outputs.map(({ name, type }) => {
      const tensor = results[name];
      if (!tensor) throw new Error(`the model gave no output named ${name}`);
      return { name, type, dims: tensor.dims, data: plainData(tensor.data as TensorArray) };
    });
  }
}

function makeTensor({ type, dims, data }: TensorData): ort.Tensor {
  if (type === 'float16') return float16Tensor(data as Uint16Array, dims);
  return new ort.Tensor(type as 'float32', data as Float32Array, dims);
}

/**
 * Raw bits as they are, whatever the runtime. Where there is a Float16Array (Node 24) onnxruntime-common would make one of them, of
 * which onnxruntime-node 1.30 reads no byte ("not enough space: expected 4, got 0"; microsoft/onnxruntime#32323). The binding
 * itself takes 16 bits of either type. Can go when a release has that change.
 */
function float16Tensor(bits: Uint16Array, dims: readonly number[]): ort.Tensor {
  const tensor = new ort.Tensor('uint16', bits, dims);
  return Object.defineProperty(tensor, 'type', { value: 'float16' });
}

/** Outputs of 16 bits come as Float16Array where there is one. */
function plainData(data: TensorArray): TensorArray {
  const isFloat16 = data.constructor.name === 'Float16Array';
  if (!isFloat16) return data;
  const { buffer, byteOffset, length } = data as Uint16Array;
  return new Uint16Array(buffer, byteOffset, length);
}
