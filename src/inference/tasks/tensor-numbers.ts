import { float16Value } from './float16.js';
import type { NamedTensor, TensorArray } from './task-io.js';

/** Numbers that can be computed with. */
export type NumberArray = Exclude<TensorArray, BigInt64Array | BigUint64Array | string[]>;

/**
 * The numbers of an output; float16 bits are widened, everything else is given as it is and not copied.
 *
 * @throws Error when the output holds text or 64-bit whole numbers
 */
export function numbersOf(tensor: NamedTensor): NumberArray {
  const { data, type } = tensor;
  if (type === 'float16') return Float32Array.from(data as Uint16Array, float16Value);
  if (Array.isArray(data) || data instanceof BigInt64Array || data instanceof BigUint64Array) {
    throw new Error(`output '${tensor.name}' is ${type}; expected floating point numbers`);
  }
  return data;
}

/** Names and shapes of outputs, for messages: `output0 [1,84,8400]`. */
export function describeOutputs(outputs: readonly NamedTensor[]): string {
  return outputs.map(({ name, dims }) => `${name} [${dims.join(',')}]`).join(', ');
}
