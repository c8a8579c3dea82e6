import type { TensorType } from '../model-spec.js';
import { float16Bits } from './float16.js';
import type { TensorArray } from './task-io.js';

/** Arrays of numbers; float16 as raw bits, bool as 0 and 1. */
export type NumericArray = Exclude<TensorArray, string[]>;

const ARRAYS: Readonly<Record<Exclude<TensorType, 'string'>, new (length: number) => NumericArray>> = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
};

/** Range of the whole-number types; a value outside would wrap around silently. */
export const WHOLE_RANGES: Readonly<Partial<Record<TensorType, readonly [bigint, bigint]>>> = {
  int8: [-128n, 127n],
  int16: [-32_768n, 32_767n],
  int32: [-2_147_483_648n, 2_147_483_647n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint8: [0n, 255n],
  uint16: [0n, 65_535n],
  uint32: [0n, 4_294_967_295n],
  uint64: [0n, 2n ** 64n - 1n],
};

/** An array of zeros for the values of a tensor. */
export function numericArray(type: Exclude<TensorType, 'string'>, length: number): NumericArray {
  return new ARRAYS[type](length);
}

/** Values as the array of a tensor's type; whole numbers are taken to be within its range. */
export function tensorArray(type: TensorType, cells: readonly (number | string)[]): TensorArray {
  if (type === 'string') return cells.map(String);
  const array = numericArray(type, cells.length);
  if (array instanceof BigInt64Array || array instanceof BigUint64Array) {
    for (const [index, cell] of cells.entries()) array[index] = BigInt(cell);
  } else if (type === 'float16') {
    for (const [index, cell] of cells.entries()) array[index] = float16Bits(Number(cell));
  } else {
    for (const [index, cell] of cells.entries()) array[index] = Number(cell);
  }
  return array;
}
