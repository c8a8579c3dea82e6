import { float16Number } from './float16.js';
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
  if (type === 'float16') return Float32Array.from(data as Uint16Array, float16Number);
  if (Array.isArray(data) || data instanceof BigInt64Array || data instanceof BigUint64Array) {
    throw new Error(`output '${tensor.name}' is ${type}; expected floating point numbers`);
  }
  return data;
}

/**
 * Whole numbers of an output: classes, counts, indices. Floating point ones are given as they are; 64-bit ones lose nothing up
 * to 2^53.
 *
 * @throws Error when the output holds text
 */
export function wholeNumbersOf(tensor: NamedTensor): NumberArray {
  const { data } = tensor;
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    return Float64Array.from(data as Iterable<bigint>, Number);
  }
  return numbersOf(tensor);
}

/** Names and shapes of outputs, for messages: `output0 [1,84,8400]`. */
export function describeOutputs(outputs: readonly NamedTensor[]): string {
  return outputs.map(({ name, dims }) => `${name} [${dims.join(',')}]`).join(', ');
}
