import type { ImageInputSpec, TaskSpec, TensorInfo } from '../../inference/model-spec.js';
import { claimedBytes, megabytes } from '../../inference/tensor-bytes.js';

/** Size of the input tensor for one picture. */
export function bytesPerPicture({ width, height, color, type }: ImageInputSpec): number {
  return claimedBytes(type, [color === 'GRAY' ? 1 : 3, height, width]);
}

/** Why the inputs could never be fed, since they are larger than any tensor may be; null when they fit. */
export function inputTooLarge(
  inputs: readonly TensorInfo[],
  task: TaskSpec,
  maxTensorBytes: number,
): string | null {
  const limit = `more than the ${megabytes(maxTensorBytes)} of MAX_TENSOR_BYTES`;
  for (const { name, type, dims } of inputs) {
    const least = claimedBytes(
      type,
      dims.map((size) => (typeof size === 'number' ? size : 1)),
    );
    if (least > maxTensorBytes) {
      const shape = dims.map((size) => (size === '' ? '?' : size)).join(', ');
      return `has the input '${name}' ${type}[${shape}], which takes ${limit}`;
    }
  }
  if (!('image' in task) || bytesPerPicture(task.image) <= maxTensorBytes) return null;
  return `takes pictures of ${task.image.width} x ${task.image.height}, ${limit}`;
}
