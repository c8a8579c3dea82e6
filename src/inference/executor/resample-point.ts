import type { PixelArray } from './channel-tables.js';
import type { SourcePixels } from './source-pixels.js';
import type { TensorTarget } from './tensor-target.js';

/** Two neighbours and the weight of the second one for every position along one axis. */
interface BilinearTaps {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly weight: Float64Array;
}

/**
 * Bilinear without antialiasing, half-pixel centres, rounded to 8 bits: what OpenCV's `resize` with INTER_LINEAR means. OpenCV
 * itself computes it with weights of 11 bits and cuts intermediate results, which differs by at most 1 in 255.
 *
 * @param tables one for each channel of the source, in R, G, B order
 * @param planes the tensor's channel that each table is for
 * @see modules/imgproc/src/resize.cpp of OpenCV (Apache-2.0)
 */
export function sampleBilinear(
  source: SourcePixels,
  target: TensorTarget,
  tables: readonly PixelArray[],
  planes: readonly number[],
): void {
  const across = bilinearTaps(source.width, target.width, source.channels);
  const down = bilinearTaps(source.height, target.height, source.width * source.channels);
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
  const { first: left, second: right, weight: rightWeight } = across;
  const [red, green, blue] = tables as [PixelArray, PixelArray, PixelArray];
  const redAt = planes[0]! * target.planeStep;
  const greenAt = planes[1]! * target.planeStep;
  const blueAt = planes[2]! * target.planeStep;
  for (let y = target.fromY; y < target.toY; y += 1) {
    const upper = down.first[y]!;
    const lower = down.second[y]!;
    const v = down.weight[y]!;
    let at = target.start + y * target.stepY + fromX * stepX;
    for (let x = fromX; x < toX; x += 1) {
      const a = upper + left[x]!;
      const b = upper + right[x]!;
      const c = lower + left[x]!;
      const d = lower + right[x]!;
      const u = rightWeight[x]!;
      const red0 = data[a]! + (data[b]! - data[a]!) * u;
      const red1 = data[c]! + (data[d]! - data[c]!) * u;
      out[at + redAt] = red[(red0 + (red1 - red0) * v + 0.5) | 0]!;
      const green0 = data[a + 1]! + (data[b + 1]! - data[a + 1]!) * u;
      const green1 = data[c + 1]! + (data[d + 1]! - data[c + 1]!) * u;
      out[at + greenAt] = green[(green0 + (green1 - green0) * v + 0.5) | 0]!;
      const blue0 = data[a + 2]! + (data[b + 2]! - data[a + 2]!) * u;
      const blue1 = data[c + 2]! + (data[d + 2]! - data[c + 2]!) * u;
      out[at + blueAt] = blue[(blue0 + (blue1 - blue0) * v + 0.5) | 0]!;
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
  const { first: left, second: right, weight: rightWeight } = across;
  for (let y = target.fromY; y < target.toY; y += 1) {
    const upper = down.first[y]!;
    const lower = down.second[y]!;
    const v = down.weight[y]!;
    let at = target.start + y * target.stepY + fromX * stepX;
    for (let x = fromX; x < toX; x += 1) {
      const l = left[x]!;
      const r = right[x]!;
      const u = rightWeight[x]!;
      const grey0 = data[upper + l]! + (data[upper + r]! - data[upper + l]!) * u;
      const grey1 = data[lower + l]! + (data[lower + r]! - data[lower + l]!) * u;
      const value = (grey0 + (grey1 - grey0) * v + 0.5) | 0;
      for (let i = 0; i < planes.length; i += 1) out[at + planes[i]! * planeStep] = tables[i]![value]!;
      at += stepX;
    }
  }
}

/**
 * The pixel that lies at each position; a picture of the right size is copied.
 *
 * @param within where in a position: 0 is its upper left, as OpenCV's INTER_NEAREST, 0.5 its middle, as Pillow's NEAREST
 */
export function sampleNearest(
  source: SourcePixels,
  target: TensorTarget,
  tables: readonly PixelArray[],
  planes: readonly number[],
  within: 0 | 0.5,
): void {
  const { data, channels } = source;
  const { out, fromX, toX, stepX, planeStep } = target;
  const across = nearestTaps(source.width, target.width, channels, within);
  const down = nearestTaps(source.height, target.height, source.width * channels, within);
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
function bilinearTaps(sourceSize: number, targetSize: number, step: number): BilinearTaps {
  const first = new Int32Array(targetSize);
  const second = new Int32Array(targetSize);
  const weight = new Float64Array(targetSize);
  const last = sourceSize - 1;
  const scale = sourceSize / targetSize;
  for (let i = 0; i < targetSize; i += 1) {
    const position = Math.min(last, Math.max(0, (i + 0.5) * scale - 0.5));
    const index = Math.floor(position);
    first[i] = index * step;
    second[i] = Math.min(last, index + 1) * step;
    weight[i] = position - index;
  }
  return { first, second, weight };
}

function nearestTaps(sourceSize: number, targetSize: number, step: number, within: number): Int32Array {
  const taps = new Int32Array(targetSize);
  const scale = sourceSize / targetSize;
  for (let i = 0; i < targetSize; i += 1) {
    taps[i] = Math.min(sourceSize - 1, Math.floor((i + within) * scale)) * step;
  }
  return taps;
}
