import type { TensorType } from '../model-spec.js';
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

const ITEM_BYTES: Readonly<Record<TensorType, number>> = {
  float32: 4,
  float64: 8,
  float16: 2,
  int8: 1,
  int16: 2,
  int32: 4,
  int64: 8,
  uint8: 1,
  uint16: 2,
  uint32: 4,
  uint64: 8,
  bool: 1,
  // A text is a pointer and its characters; only the pointer is known beforehand.
  string: 8,
};

/** Largest input tensor that is ever allocated, in bytes. */
export const MAX_TENSOR_BYTES = 256 * 1024 * 1024;

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

/** Memory of a tensor's values, in bytes. @param count number of values */
export function tensorBytes(type: TensorType, count: number): number {
  return ITEM_BYTES[type] * count;
}
