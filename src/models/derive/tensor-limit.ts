import type { ImageInputSpec } from '../../inference/model-spec.js';

const BYTES: Readonly<Record<ImageInputSpec['type'], number>> = { float32: 4, float16: 2, uint8: 1, int8: 1 };

/** Size of the input tensor for one picture. */
export function bytesPerPicture({ width, height, color, type }: ImageInputSpec): number {
  return width * height * (color === 'GRAY' ? 1 : 3) * BYTES[type];
}
