import type { TensorType } from './model-spec.js';
import type { NamedTensor } from './tasks/task-io.js';

/** Bytes of one element; of a text, those of the pointer to it. */
const ELEMENT_BYTES: Readonly<Record<TensorType, number>> = {
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
  string: 8,
};

/** Memory that a tensor of this shape takes; infinite when it is beyond counting. Nothing is allocated. */
export function claimedBytes(type: TensorType, dims: readonly number[]): number {
  if (dims.includes(0)) return 0;
  return dims.reduce((product, size) => product * size, ELEMENT_BYTES[type]);
}

/** Memory that tensors take; a text counts with its characters too. */
export function bytesOf(tensors: readonly NamedTensor[]): number {
  return tensors.reduce((sum, { data }) => {
    if (!Array.isArray(data)) return sum + data.byteLength;
    return data.reduce((total, text) => total + ELEMENT_BYTES.string + text.length, sum);
  }, 0);
}

/** `64 MB`, or the bytes where it is less than one. */
export function megabytes(bytes: number): string {
  return bytes < 1048576 ? `${bytes} bytes` : `${Math.round(bytes / 104857.6) / 10} MB`;
}
