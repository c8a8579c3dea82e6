import type { PixelArray } from './channel-tables.js';
import type { SourcePixels } from './source-pixels.js';
import type { TensorTarget } from './tensor-target.js';

/** Weights are whole numbers of 2^-22, as in Pillow: 8 bits of pixel and 2 bits of overshoot stay free in 32. */
const PRECISION_BITS = 22;
const HALF = 1 << (PRECISION_BITS - 1);

interface Kernel {
  /** Reach in pixels to either side, before it grows with the reduction. */
  readonly support: number;
  readonly weight: (distance: number) => number;
}

const KERNELS: Readonly<Record<'antialias' | 'lanczos3', Kernel>> = {
  antialias: { support: 1, weight: (distance) => Math.max(0, 1 - Math.abs(distance)) },
  lanczos3: {
    support: 3,
    weight: (distance) => (Math.abs(distance) < 3 ? sinc(distance) * sinc(distance / 3) : 0),
  },
};

/** For each position: the first source index, and `size` weights from `position * size` on. */
interface Filter {
  readonly size: number;
  readonly start: Int32Array;
  readonly length: Int32Array;
  readonly weights: Int32Array;
}

let scratch = new Uint8Array(0);

/**
 * Resizes with a filter whose support grows with the reduction, rows first, rounded to 8 bits after each direction, as
 * Pillow's `resize` does (and torchvision's with antialias); only the rows and columns that are needed.
 *
 * @see src/libImaging/Resample.c of Pillow (MIT-CMU)
 */
export function sampleAntialias(
  source: SourcePixels,
  target: TensorTarget,
  tables: readonly PixelArray[],
  planes: readonly number[],
  kernel: 'antialias' | 'lanczos3',
): void {
  const across = makeFilter(source.width, target.width, KERNELS[kernel]);
  const down = makeFilter(source.height, target.height, KERNELS[kernel]);
  const firstRow = down.start[target.fromY]!;
  const lastRow = down.start[target.toY - 1]! + down.length[target.toY - 1]!;
  const rows = shrinkRows(source, target, across, firstRow, lastRow);
  const { out, fromX, toX, stepX, planeStep } = target;
  const { channels } = source;
  const rowStep = (toX - fromX) * channels;
  for (let i = 0; i < planes.length; i += 1) {
    const table = tables[i]!;
    const channel = channels === 3 ? i : 0;
    for (let y = target.fromY; y < target.toY; y += 1) {
      const length = down.length[y]!;
      const weightAt = y * down.size;
      let at = target.start + y * target.stepY + fromX * stepX + planes[i]! * planeStep;
      let from = (down.start[y]! - firstRow) * rowStep + channel;
      for (let x = fromX; x < toX; x += 1) {
        let sum = HALF;
        for (let k = 0, index = from; k < length; k += 1, index += rowStep) {
          sum = (sum + Math.imul(rows[index]!, down.weights[weightAt + k]!)) | 0;
        }
        out[at] = table[clip8(sum >> PRECISION_BITS)]!;
        at += stepX;
        from += channels;
      }
    }
  }
}

/** The needed source rows, each resized to the needed columns. The buffer is used again by the next picture. */
function shrinkRows(
  source: SourcePixels,
  target: TensorTarget,
  across: Filter,
  firstRow: number,
  lastRow: number,
): Uint8Array {
  const { data, width, channels } = source;
  const { fromX, toX } = target;
  const needed = (lastRow - firstRow) * (toX - fromX) * channels;
  if (scratch.length < needed) scratch = new Uint8Array(needed);
  const rows = scratch;
  for (let y = firstRow, at = 0; y < lastRow; y += 1) {
    const row = y * width * channels;
    for (let x = fromX; x < toX; x += 1) {
      const length = across.length[x]!;
      const weightAt = x * across.size;
      const from = row + across.start[x]! * channels;
      for (let channel = 0; channel < channels; channel += 1, at += 1) {
        let sum = HALF;
        for (let k = 0, index = from + channel; k < length; k += 1, index += channels) {
          sum = (sum + Math.imul(data[index]!, across.weights[weightAt + k]!)) | 0;
        }
        rows[at] = clip8(sum >> PRECISION_BITS);
      }
    }
  }
  return rows;
}

function makeFilter(sourceSize: number, targetSize: number, kernel: Kernel): Filter {
  const scale = sourceSize / targetSize;
  const stretch = Math.max(scale, 1);
  const support = kernel.support * stretch;
  const size = Math.ceil(support) * 2 + 1;
  const start = new Int32Array(targetSize);
  const length = new Int32Array(targetSize);
  const weights = new Int32Array(targetSize * size);
  const exact = new Float64Array(size);
  for (let i = 0; i < targetSize; i += 1) {
    const centre = (i + 0.5) * scale;
    const low = Math.max(0, Math.trunc(centre - support + 0.5));
    const count = Math.min(sourceSize, Math.trunc(centre + support + 0.5)) - low;
    let total = 0;
    for (let k = 0; k < count; k += 1) {
      exact[k] = kernel.weight((k + low - centre + 0.5) / stretch);
      total += exact[k]!;
    }
    for (let k = 0; k < count; k += 1) {
      weights[i * size + k] = roundAway((exact[k]! / total) * (1 << PRECISION_BITS));
    }
    start[i] = low;
    length[i] = count;
  }
  return { size, start, length, weights };
}

const roundAway = (value: number): number => Math.trunc(value + (value < 0 ? -0.5 : 0.5));

const clip8 = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}
