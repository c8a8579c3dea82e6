import type { PixelArray } from './channel-tables.js';
import type { SourcePixels } from './source-pixels.js';
import type { TensorTarget } from './tensor-target.js';

/** Weights are whole numbers of this many parts, so that the arithmetic stays in integers (OpenCV, INTER_RESIZE_COEF). */
const WEIGHT_ONE = 2048;

/** Two neighbours and their weights for every position along one axis. */
interface BilinearTaps {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly firstWeight: Int32Array;
  readonly secondWeight: Int32Array;
}

/**
 * Bilinear without antialiasing, as OpenCV's `resize` with INTER_LINEAR does it on 8-bit pixels: half-pixel centres,
 * weights of 11 bits, the same roundings.
 *
 * @param tables one for each channel of the tensor, for the source's channels in R, G, B order
 * @param planes index of each table's channel in the tensor
 * @see modules/imgproc/src/resize.cpp of OpenCV (Apache-2.0)
 */
export function sampleBilinear(
  source: SourcePixels,
  target: TensorTarget,
  tables: readonly PixelArray[],
  planes: readonly number[],
): void {
  const across = bilinearTaps(source.width, target.width, source.channels, true);
  const down = bilinearTaps(source.height, target.height, source.width * source.channels, false);
  if (source.channels === 3) bilinearColor(source.data, target, across, down, tables, planes);
  else bilinearGrey(source.data, target, across, down, tables, planes);
}

function bilinearColor(
  data: Uint8Array,
  target: TensorTarget,
  across: BilinearTaps,
  down: BilinearTaps,
  tables: readonly PixelArray[],
  planes: readonly number[],
): void {
  const { out, fromX, toX, stepX } = target;
  const { first: left, second: right, firstWeight: leftWeight, secondWeight: rightWeight } = across;
  const [red, green, blue] = tables as [PixelArray, PixelArray, PixelArray];
  const redAt = planes[0]! * target.planeStep;
  const greenAt = planes[1]! * target.planeStep;
  const blueAt = planes[2]! * target.planeStep;
  for (let y = target.fromY; y < target.toY; y += 1) {
    const upper = down.first[y]!;
    const lower = down.second[y]!;
    const upperWeight = down.firstWeight[y]!;
    const lowerWeight = down.secondWeight[y]!;
    let at = target.start + y * target.stepY + fromX * stepX;
    for (let x = fromX; x < toX; x += 1) {
      const l = left[x]!;
      const r = right[x]!;
      const lw = leftWeight[x]!;
      const rw = rightWeight[x]!;
      const a = upper + l;
      const b = upper + r;
      const c = lower + l;
      const d = lower + r;
      out[at + redAt] =
        red[
          (((upperWeight * ((data[a]! * lw + data[b]! * rw) >> 4)) >> 16) +
            ((lowerWeight * ((data[c]! * lw + data[d]! * rw) >> 4)) >> 16) +
            2) >>
            2
        ]!;
      out[at + greenAt] =
        green[
          (((upperWeight * ((data[a + 1]! * lw + data[b + 1]! * rw) >> 4)) >> 16) +
            ((lowerWeight * ((data[c + 1]! * lw + data[d + 1]! * rw) >> 4)) >> 16) +
            2) >>
            2
        ]!;
      out[at + blueAt] =
        blue[
          (((upperWeight * ((data[a + 2]! * lw + data[b + 2]! * rw) >> 4)) >> 16) +
            ((lowerWeight * ((data[c + 2]! * lw + data[d + 2]! * rw) >> 4)) >> 16) +
            2) >>
            2
        ]!;
      at += stepX;
    }
  }
}

function bilinearGrey(
  data: Uint8Array,
  target: TensorTarget,
  across: BilinearTaps,
  down: BilinearTaps,
  tables: readonly PixelArray[],
  planes: readonly number[],
): void {
  const { out, fromX, toX, stepX, planeStep } = target;
  const { first: left, second: right, firstWeight: leftWeight, secondWeight: rightWeight } = across;
  for (let y = target.fromY; y < target.toY; y += 1) {
    const upper = down.first[y]!;
    const lower = down.second[y]!;
    const upperWeight = down.firstWeight[y]!;
    const lowerWeight = down.secondWeight[y]!;
    let at = target.start + y * target.stepY + fromX * stepX;
    for (let x = fromX; x < toX; x += 1) {
      const l = left[x]!;
      const r = right[x]!;
      const lw = leftWeight[x]!;
      const rw = rightWeight[x]!;
      const value =
        (((upperWeight * ((data[upper + l]! * lw + data[upper + r]! * rw) >> 4)) >> 16) +
          ((lowerWeight * ((data[lower + l]! * lw + data[lower + r]! * rw) >> 4)) >> 16) +
          2) >>
        2;
      for (let i = 0; i < planes.length; i += 1) out[at + planes[i]! * planeStep] = tables[i]![value]!;
      at += stepX;
    }
  }
}

/** The pixel at the upper left of each position, as OpenCV's INTER_NEAREST; a picture of the right size is copied. */
export function sampleNearest(
  source: SourcePixels,
  target: TensorTarget,
  tables: readonly PixelArray[],
  planes: readonly number[],
): void {
  const { data, channels } = source;
  const { out, fromX, toX, stepX, planeStep } = target;
  const across = nearestTaps(source.width, target.width, channels);
  const down = nearestTaps(source.height, target.height, source.width * channels);
  for (let i = 0; i < planes.length; i += 1) {
    const table = tables[i]!;
    const channel = channels === 3 ? i : 0;
    for (let y = target.fromY; y < target.toY; y += 1) {
      const row = down[y]! + channel;
      let at = target.start + y * target.stepY + fromX * stepX + planes[i]! * planeStep;
      for (let x = fromX; x < toX; x += 1) {
        out[at] = table[data[row + across[x]!]!]!;
        at += stepX;
      }
    }
  }
}

/** @param step what one pixel along this axis is in indexes of the data */
function bilinearTaps(
  sourceSize: number,
  targetSize: number,
  step: number,
  endIsSharp: boolean,
): BilinearTaps {
  const first = new Int32Array(targetSize);
  const second = new Int32Array(targetSize);
  const firstWeight = new Int32Array(targetSize);
  const secondWeight = new Int32Array(targetSize);
  const last = sourceSize - 1;
  const scale = 1 / (targetSize / sourceSize);
  for (let i = 0; i < targetSize; i += 1) {
    const position = Math.fround((i + 0.5) * scale - 0.5);
    let index = Math.floor(position);
    let fraction = Math.fround(position - index);
    // OpenCV pins the weights at the ends of a row, and only the indexes at the ends of a column.
    if (endIsSharp && (index < 0 || index >= last)) {
      index = index < 0 ? 0 : last;
      fraction = 0;
    }
    first[i] = Math.min(last, Math.max(0, index)) * step;
    second[i] = Math.min(last, Math.max(0, index + 1)) * step;
    firstWeight[i] = roundHalfEven(Math.fround(1 - fraction) * WEIGHT_ONE);
    secondWeight[i] = roundHalfEven(fraction * WEIGHT_ONE);
  }
  return { first, second, firstWeight, secondWeight };
}

function nearestTaps(sourceSize: number, targetSize: number, step: number): Int32Array {
  const taps = new Int32Array(targetSize);
  const scale = sourceSize / targetSize;
  for (let i = 0; i < targetSize; i += 1) taps[i] = Math.min(sourceSize - 1, Math.floor(i * scale)) * step;
  return taps;
}

function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
