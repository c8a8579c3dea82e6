import { type SourcePixels, toGrey } from './source-pixels.js';

/** Brightness of a picture, 0-255, row by row. */
export interface LumaGrid {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** Colours of a picture, 0-255: red, green and blue, pixel by pixel, row by row; of a grey picture three equal numbers. */
export interface ColorGrid {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** Brightness by ITU-R BT.601 of the picture with its longer side at `longest` pixels. Made smaller by averages, never larger. */
export function lumaGrid(source: SourcePixels, longest: number): LumaGrid {
  return averaged(toGrey(source), sizeWithin(source, longest), 1);
}

/** As `lumaGrid`, in colour. */
export function colorGrid(source: SourcePixels, longest: number): ColorGrid {
  const size = sizeWithin(source, longest);
  if (source.channels === 3) return averaged(source, size, 3);
  const grey = averaged(source, size, 1);
  const data = new Float32Array(grey.data.length * 3);
  grey.data.forEach((value, index) => data.fill(value, index * 3, index * 3 + 3));
  return { ...size, data };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function sizeWithin({ width, height }: Size, longest: number): Size {
  const factor = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * factor)), height: Math.max(1, Math.round(height * factor)) };
}

/** Each cell is the mean of the pixels that begin in it, one at least. */
function averaged(source: SourcePixels, { width, height }: Size, channels: 1 | 3): LumaGrid {
  const data = new Float32Array(width * height * channels);
  const columns = edges(source.width, width);
  const rows = edges(source.height, height);
  for (let y = 0, to = 0; y < height; y += 1) {
    const top = rows[y] as number;
    const bottom = rows[y + 1] as number;
    for (let x = 0; x < width; x += 1) {
      const left = columns[x] as number;
      const right = columns[x + 1] as number;
      const count = (bottom - top) * (right - left);
      for (let channel = 0; channel < channels; channel += 1, to += 1) {
        let sum = 0;
        for (let row = top; row < bottom; row += 1) {
          const line = row * source.width;
          for (let column = left; column < right; column += 1) {
            sum += source.data[(line + column) * channels + channel] as number;
          }
        }
        data[to] = sum / count;
      }
    }
  }
  return { data, width, height };
}

/** Where each of `count` cells begins on a line of `length` pixels, and the end of the last one. */
function edges(length: number, count: number): Int32Array {
  return Int32Array.from({ length: count + 1 }, (_, cell) => Math.round((cell * length) / count));
}
