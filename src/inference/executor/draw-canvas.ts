/** An RGB colour, 0-255 each. */
export type Color = readonly [red: number, green: number, blue: number];

/** How strongly each pixel is covered, 0-255, row by row. */
export interface Mask {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** A picture of three 8-bit channels that can be drawn on. Everything outside it is left out. */
export class Canvas {
  constructor(
    readonly data: Uint8Array,
    readonly width: number,
    readonly height: number,
  ) {}

  /** Fills from (x1, y1) to (x2, y2), the end exclusive; all whole numbers. */
  fill(x1: number, y1: number, x2: number, y2: number, [red, green, blue]: Color): void {
    const left = Math.max(0, x1);
    const right = Math.min(this.width, x2);
    for (let y = Math.max(0, y1); y < Math.min(this.height, y2); y += 1) {
      for (let at = (y * this.width + left) * 3; at < (y * this.width + right) * 3; at += 3) {
        this.data[at] = red;
        this.data[at + 1] = green;
        this.data[at + 2] = blue;
      }
    }
  }

  /** A frame of which the outer edge is the given rectangle. */
  frame(x1: number, y1: number, x2: number, y2: number, lineWidth: number, color: Color): void {
    this.fill(x1, y1, x2, y1 + lineWidth, color);
    this.fill(x1, y2 - lineWidth, x2, y2, color);
    this.fill(x1, y1 + lineWidth, x1 + lineWidth, y2 - lineWidth, color);
    this.fill(x2 - lineWidth, y1 + lineWidth, x2, y2 - lineWidth, color);
  }

  /** Mixes a colour into pixels, given as runs down the columns: index of the first pixel, and how many. */
  tint(runs: Iterable<readonly [from: number, length: number]>, color: Color, cover: number): void {
    for (const [from, length] of runs) {
      for (let place = from; place < Math.min(from + length, this.width * this.height); place += 1) {
        const column = Math.floor(place / this.height);
        const at = ((place - column * this.height) * this.width + column) * 3;
        for (let channel = 0; channel < 3; channel += 1) {
          const under = this.data[at + channel]!;
          this.data[at + channel] = Math.round(under + (color[channel]! - under) * cover);
        }
      }
    }
  }

  /** Lays a colour over the picture where the mask covers it. */
  stamp(mask: Mask, left: number, top: number, color: Color): void {
    for (let y = Math.max(0, -top); y < Math.min(mask.height, this.height - top); y += 1) {
      for (let x = Math.max(0, -left); x < Math.min(mask.width, this.width - left); x += 1) {
        const cover = mask.data[y * mask.width + x]! / 255;
        const at = ((top + y) * this.width + left + x) * 3;
        for (let channel = 0; channel < 3; channel += 1) {
          const under = this.data[at + channel]!;
          this.data[at + channel] = Math.round(under + (color[channel]! - under) * cover);
        }
      }
    }
  }
}
