import type { SourcePixels } from './source-pixels.js';

/** Numbers of a reduced picture, 0-255, row by row: one a pixel (brightness), or three (red, green, blue). */
export interface PixelGrid {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** Most pixels that are looked at along each side of a cell: enough for a mean, and the cost does not grow with the picture. */
const MOST_SAMPLES = 3;

/**
 * The colours of a picture with its longer side at `longest` pixels. Each cell is the mean of up to nine pixels spread over it; a
 * picture that is smaller stays as it is. Of a grey picture the three numbers are equal.
 */
export function colorGrid(source: SourcePixels, longest: number): PixelGrid {
  const { data: pixels, channels } = source;
  const factor = Math.min(1, longest / Math.max(source.width, source.height));
  const width = Math.max(1, Math.round(source.width * factor));
  const height = Math.max(1, Math.round(source.height * factor));
  const columns = samplesOf(source.width, width);
  const rows = samplesOf(source.height, height);
  const [green, blue] = channels === 3 ? [1, 2] : [0, 0];
  const data = new Float32Array(width * height * 3);
  const count = rows.perCell * columns.perCell;
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, to += 3) {
      let sumRed = 0;
      let sumGreen = 0;
      let sumBlue = 0;
      for (let row = 0; row < rows.perCell; row += 1) {
        const line = (rows.places[y * rows.perCell + row] as number) * source.width;
        for (let column = 0; column < columns.perCell; column += 1) {
          const at = (line + (columns.places[x * columns.perCell + column] as number)) * channels;
          sumRed += pixels[at] as number;
          sumGreen += pixels[at + green] as number;
          sumBlue += pixels[at + blue] as number;
        }
      }
      data[to] = sumRed / count;
      data[to + 1] = sumGreen / count;
      data[to + 2] = sumBlue / count;
    }
  }
  return { data, width, height };
}

/** The brightness of a grid of colours, by ITU-R BT.601. */
export function lumaOf({ data: colors, width, height }: PixelGrid): PixelGrid {
  const data = new Float32Array(width * height);
  for (let to = 0, at = 0; to < data.length; to += 1, at += 3) {
    data[to] =
      0.299 * (colors[at] as number) +
      0.587 * (colors[at + 1] as number) +
      0.114 * (colors[at + 2] as number);
  }
  return { data, width, height };
}

/** For each of `cells` cells on a line of `length` pixels the places that are looked at, evenly spread over the cell. */
function samplesOf(length: number, cells: number): { places: Int32Array; perCell: number } {
  const perCell = Math.max(1, Math.min(MOST_SAMPLES, Math.floor(length / cells)));
  const places = Int32Array.from({ length: cells * perCell }, (_, sample) =>
    Math.min(length - 1, Math.floor(((sample + 0.5) * length) / (cells * perCell))),
  );
  return { places, perCell };
}
