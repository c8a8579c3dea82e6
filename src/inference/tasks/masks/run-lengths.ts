/** A mask over a whole picture as COCO writes it. Keys as on the wire. */
export interface RunLengthMask {
  /** [height, width] of the upright picture, in pixels. */
  size: [number, number];
  /**
   * How many pixels are outside, inside, outside, ... column by column from the upper left corner, packed into text.
   *
   * @see https://github.com/cocodataset/cocoapi/blob/master/common/maskApi.c (rleToString; only the format is theirs)
   */
  counts: string;
}

/** Bits of a number that one character holds, the bit that says that more follow, and the first character. */
const BITS = 5;
const MORE = 0x20;
const FIRST = 48;

/** Collects runs of pixels, column by column, in the order in which they lie. */
export class MaskWriter {
  private readonly counts: number[] = [0];
  private isInside = false;
  private at = 0;

  constructor(
    readonly height: number,
    readonly width: number,
  ) {}

  /** @param from index of the first pixel of a run, counted down the columns; not below the end of the run before */
  add(from: number, length: number): void {
    if (length <= 0) return;
    this.put(false, from - this.at);
    this.put(true, length);
  }

  finish(): RunLengthMask {
    this.put(false, this.height * this.width - this.at);
    return { size: [this.height, this.width], counts: packed(this.counts) };
  }

  private put(isInside: boolean, length: number): void {
    if (length === 0) return;
    if (isInside === this.isInside) this.counts[this.counts.length - 1]! += length;
    else this.counts.push(length);
    this.isInside = isInside;
    this.at += length;
  }
}

/** From the third one on each number is the difference to the one before the last, five bits a character, the lowest first. */
function packed(counts: readonly number[]): string {
  const codes: number[] = [];
  for (const [index, count] of counts.entries()) {
    let rest = index > 2 ? count - counts[index - 2]! : count;
    for (;;) {
      const bits = rest & (MORE - 1);
      rest >>= BITS;
      // What is left is the sign, and the highest bit says the same.
      const isLast = bits & 0x10 ? rest === -1 : rest === 0;
      codes.push(FIRST + (isLast ? bits : bits | MORE));
      if (isLast) break;
    }
  }
  return codes.map((code) => String.fromCharCode(code)).join('');
}

/** The pixels inside, as runs down the columns: index of the first, and how many. */
export function* maskRuns({ counts }: RunLengthMask): Generator<readonly [from: number, length: number]> {
  const numbers: number[] = [];
  let at = 0;
  for (let i = 0, value = 0, shift = 0; i < counts.length; i += 1) {
    const bits = counts.charCodeAt(i) - FIRST;
    value |= (bits & (MORE - 1)) << shift;
    shift += BITS;
    if (bits & MORE) continue;
    if (bits & 0x10) value |= -1 << shift;
    if (numbers.length > 2) value += numbers.at(-2)!;
    if (numbers.length % 2 === 1) yield [at, value];
    at += value;
    numbers.push(value);
    value = 0;
    shift = 0;
  }
}

/** A mask of a part of a picture, in the whole of it. */
export function movedMask(
  mask: RunLengthMask,
  part: { left: number; top: number },
  picture: { width: number; height: number },
): RunLengthMask {
  const [height] = mask.size;
  const writer = new MaskWriter(picture.height, picture.width);
  for (const [from, length] of maskRuns(mask)) {
    for (let at = from; at < from + length;) {
      const column = Math.floor(at / height);
      const inColumn = Math.min(from + length, (column + 1) * height) - at;
      const row = at - column * height;
      writer.add((part.left + column) * picture.height + part.top + row, inColumn);
      at += inColumn;
    }
  }
  return writer.finish();
}
