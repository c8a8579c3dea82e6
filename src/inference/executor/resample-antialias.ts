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

export type KernelName = 'antialias' | 'bicubic' | 'lanczos3';

const KERNELS: Readonly<Record<KernelName, Kernel>> = {
  antialias: { support: 1, weight: (distance) => Math.max(0, 1 - Math.abs(distance)) },
  bicubic: { support: 2, weight: (distance) => cubic(Math.abs(distance)) },
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
  kernel: KernelName,
): void {
  const across = makeFilter(source.width, target.width, KERNELS[kernel]);
  const down = makeFilter(source.height, target.height, KERNELS[kernel]);
  const firstRow = down.start[target.fromY]!;
  const lastRow = down.start[target.toY - 1]! + down.length[target.toY - 1]!;
  const rows = shrinkRows(source, target, across, firstRow, lastRow);
  const { out, fromX, toX, stepX, planeStep } = target;
  const { channels } = source;
  const columns = toX - fromX;
  const rowStep = columns * channels;
  const sums = new Int32Array(rowStep);
  for (let y = target.fromY; y < target.toY; y += 1) {
    addRows(sums, rows, (down.start[y]! - firstRow) * rowStep, down, y);
    const start = target.start + y * target.stepY + fromX * stepX;
    for (let i = 0; i < planes.length; i += 1) {
      const table = tables[i]!;
      let at = start + planes[i]! * planeStep;
      for (let index = channels === 3 ? i : 0; index < rowStep; index += channels) {
        out[at] = table[clip8(sums[index]! >> PRECISION_BITS)]!;
        at += stepX;
      }
    }
  }
}

/** Weighted sum of the rows that one output row is made of, row after row as they lie in memory. */
function addRows(sums: Int32Array, rows: Uint8Array, from: number, down: Filter, y: number): void {
  sums.fill(HALF);
  for (let k = 0, row = from; k < down.length[y]!; k += 1, row += sums.length) {
    const weight = down.weights[y * down.size + k]!;
    for (let i = 0; i < sums.length; i += 1) sums[i] = sums[i]! + Math.imul(rows[row + i]!, weight);
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
  const { size, start, length, weights } = across;
  for (let y = firstRow, at = 0; y < lastRow; y += 1) {
    const row = y * width * channels;
    for (let x = fromX; x < toX; x += 1) {
      let index = row + start[x]! * channels;
      const weightsEnd = x * size + length[x]!;
      if (channels === 3) {
        let red = HALF;
        let green = HALF;
        let blue = HALF;
        for (let k = x * size; k < weightsEnd; k += 1, index += 3) {
          const weight = weights[k]!;
          red = (red + Math.imul(data[index]!, weight)) | 0;
          green = (green + Math.imul(data[index + 1]!, weight)) | 0;
          blue = (blue + Math.imul(data[index + 2]!, weight)) | 0;
        }
        rows[at] = clip8(red >> PRECISION_BITS);
        rows[at + 1] = clip8(green >> PRECISION_BITS);
        rows[at + 2] = clip8(blue >> PRECISION_BITS);
      } else {
        let grey = HALF;
        for (let k = x * size; k < weightsEnd; k += 1, index += 1) {
          grey = (grey + Math.imul(data[index]!, weights[k]!)) | 0;
        }
        rows[at] = clip8(grey >> PRECISION_BITS);
      }
      at += channels;
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

/** Keys' cubic convolution (doi:10.1109/TASSP.1981.1163711) with a = -0.5, as Pillow has it. */
function cubic(x: number): number {
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}
