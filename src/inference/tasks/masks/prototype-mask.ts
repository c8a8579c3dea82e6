import type { NumberArray } from '../tensor-numbers.js';
import type { Placement } from '../task-io.js';
import { MaskWriter, type RunLengthMask } from './run-lengths.js';

/** Maps of one picture that masks are sums of: number (k, row, column) is at start + (k * height + row) * width + column. */
export interface Prototypes {
  readonly data: NumberArray;
  readonly start: number;
  readonly count: number;
  readonly height: number;
  readonly width: number;
}

/** A box in pixels of the upright picture. */
export interface MaskBox {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** Pixels of the picture along one axis, and between which places of the maps each of them lies. */
interface Axis {
  readonly from: number;
  readonly to: number;
  readonly low: Int32Array;
  readonly weight: Float64Array;
  /** Places of the maps that are needed, both included. */
  readonly first: number;
  readonly last: number;
}

/**
 * The mask of one box: the sum of the maps, each times its coefficient, is above 0 (its sigmoid above 0.5). The sum is
 * interpolated between the places of the maps at the middle of every pixel of the picture, and cut at the box.
 *
 * @param size of the model's input, in pixels
 * @see Bolya et al., "YOLACT", 2019 (arXiv:1904.02689), section 3.2; Ultralytics' `retina_masks` interpolates before it decides too
 */
export function prototypeMask(
  maps: Prototypes,
  coefficients: readonly number[],
  box: MaskBox,
  placement: Placement,
  size: { readonly width: number; readonly height: number },
): RunLengthMask {
  const { imageWidth, imageHeight, scaleX, scaleY, offsetX, offsetY } = placement;
  const shrinkX = maps.width / size.width;
  const shrinkY = maps.height / size.height;
  const across = axis(box.x1, box.x2, imageWidth, maps.width, scaleX * shrinkX, offsetX * shrinkX);
  const down = axis(box.y1, box.y2, imageHeight, maps.height, scaleY * shrinkY, offsetY * shrinkY);
  const writer = new MaskWriter(imageHeight, imageWidth);
  if (across.to <= across.from || down.to <= down.from) return writer.finish();
  const sums = summed(maps, coefficients, across, down);
  const rows = down.last - down.first + 1;
  const columns = across.last - across.first + 1;
  const line = new Float64Array(rows + 1);
  for (let x = across.from; x < across.to; x += 1) {
    const left = across.low[x - across.from]! - across.first;
    const right = Math.min(columns - 1, left + 1);
    const weight = across.weight[x - across.from]!;
    for (let row = 0; row < rows; row += 1) {
      const at = row * columns;
      line[row] = sums[at + left]! + (sums[at + right]! - sums[at + left]!) * weight;
    }
    line[rows] = line[rows - 1]!;
    addColumn(writer, x, line, down);
  }
  return writer.finish();
}

/** Runs of one column of the picture. Between two places of the maps that agree nothing has to be looked at. */
function addColumn(writer: MaskWriter, x: number, line: Float64Array, down: Axis): void {
  const { from, to, low, weight, first } = down;
  const top = x * writer.height;
  let begin = -1;
  for (let y = from; y < to;) {
    const place = low[y - from]!;
    const upper = line[place - first]!;
    const step = line[place - first + 1]! - upper;
    const isSame = upper > 0 === upper + step > 0;
    const isInside = upper + (isSame ? 0 : step * weight[y - from]!) > 0;
    if (isInside && begin < 0) begin = y;
    else if (!isInside && begin >= 0) {
      writer.add(top + begin, y - begin);
      begin = -1;
    }
    y += 1;
    if (isSame) y = endOf(place, y, down);
  }
  if (begin >= 0) writer.add(top + begin, to - begin);
}

/** The first pixel from `y` on that lies at another place. */
function endOf(place: number, y: number, { from, to, low }: Axis): number {
  let end = y;
  while (end < to && low[end - from] === place) end += 1;
  return end;
}

/** @param scale, offset place in the maps = pixel of the picture * scale + offset, both counted at their edges */
function axis(
  low: number,
  high: number,
  pixels: number,
  places: number,
  scale: number,
  offset: number,
): Axis {
  const from = Math.max(0, Math.ceil(low));
  const to = Math.max(from, Math.min(pixels, Math.ceil(high)));
  const lows = new Int32Array(to - from);
  const weight = new Float64Array(to - from);
  let [first, last] = [places - 1, 0];
  for (let pixel = from; pixel < to; pixel += 1) {
    const place = Math.min(places - 1, Math.max(0, (pixel + 0.5) * scale + offset - 0.5));
    const index = Math.floor(place);
    lows[pixel - from] = index;
    weight[pixel - from] = place - index;
    first = Math.min(first, index);
    last = Math.max(last, Math.min(places - 1, index + 1));
  }
  return { from, to, low: lows, weight, first, last };
}

/** The maps summed with their coefficients, as far as the box reaches. */
function summed(
  { data, start, height, width }: Prototypes,
  coefficients: readonly number[],
  across: Axis,
  down: Axis,
): Float64Array {
  const columns = across.last - across.first + 1;
  const rows = down.last - down.first + 1;
  const sums = new Float64Array(columns * rows);
  for (const [k, coefficient] of coefficients.entries()) {
    for (let row = 0; row < rows; row += 1) {
      const from = start + (k * height + down.first + row) * width + across.first;
      for (let column = 0; column < columns; column += 1) {
        sums[row * columns + column]! += coefficient * data[from + column]!;
      }
    }
  }
  return sums;
}
