import type { ImageInputSpec } from '../model-spec.js';
import type { PixelArray } from './channel-tables.js';
import type { TargetRect } from './geometry.js';

/** Fills what the picture leaves free of the input tensor, and nothing else. */
export function fillBorder(
  spec: ImageInputSpec,
  rect: TargetRect,
  border: readonly number[],
  out: PixelArray,
  itemOffset: number,
): void {
  const top = Math.max(0, rect.y);
  const bottom = Math.min(spec.height, rect.y + rect.height);
  const left = Math.max(0, rect.x);
  const right = Math.min(spec.width, rect.x + rect.width);
  const fill = spanFiller(spec, border, out, itemOffset);
  fill(0, top * spec.width);
  fill(bottom * spec.width, spec.height * spec.width);
  if (left === 0 && right === spec.width) return;
  for (let y = top; y < bottom; y += 1) {
    fill(y * spec.width, y * spec.width + left);
    fill(y * spec.width + right, (y + 1) * spec.width);
  }
}

/** Writes border pixels from one pixel index to another, the end exclusive. */
function spanFiller(
  spec: ImageInputSpec,
  border: readonly number[],
  out: PixelArray,
  itemOffset: number,
): (from: number, to: number) => void {
  const channels = border.length;
  if (spec.layout === 'NCHW') {
    const plane = spec.width * spec.height;
    return (from, to) => {
      for (let channel = 0; channel < channels; channel += 1) {
        const base = itemOffset + channel * plane;
        out.fill(border[channel] as number, base + from, base + to);
      }
    };
  }
  return (from, to) => {
    for (let at = itemOffset + from * channels; at < itemOffset + to * channels; at += channels) {
      for (let channel = 0; channel < channels; channel += 1) out[at + channel] = border[channel] as number;
    }
  };
}
