import type { NumericArray, NumericFormat } from './datatypes.js';

/**
 * The numbers of a binary tensor. Where the block lies on a multiple of the element's size the array is a view of it,
 * else one copy puts it on such a place.
 *
 * @param block length is a multiple of the element's size
 */
export function numbersIn(block: Uint8Array, format: NumericFormat): NumericArray {
  const length = block.byteLength / format.bytes;
  if (block.byteOffset % format.bytes === 0) return format.view(block.buffer, block.byteOffset, length);
  const array = format.make(length);
  new Uint8Array(array.buffer).set(block);
  return array;
}

/** The bytes of an array, as a view of it. */
export function bytesOf(array: NumericArray): Buffer {
  return Buffer.from(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength);
}
