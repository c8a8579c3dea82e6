import type { ImageInputSpec, QualitySpec } from '../model-spec.js';
import { qualityFaults } from '../tasks/quality-faults.js';
import type { PictureQuality } from '../tasks/task-io.js';
import type { DecodedImage } from './decode.js';
import { colorGrid, lumaOf, type PixelGrid } from './luma-grid.js';
import { subjectShare } from './subject-share.js';

/** Most pixels of the longer side at which sharpness and light are measured. */
const LONGEST = 256;
/** Brightness up to which a pixel is nearly black, and from which it is nearly white, 0-255. */
const DARK = 40;
const BRIGHT = 245;

/**
 * Measures a picture, or the part of it that a model looks at, for what makes a person take it again. Sharpness and light are
 * those at the size of the model's input (256 px at most): a blur that the model cannot see does no harm.
 */
export function measureQuality(
  image: DecodedImage,
  input: Pick<ImageInputSpec, 'width' | 'height'>,
  spec: QualitySpec,
): PictureQuality {
  const grid = lumaOf(colorGrid(image, Math.min(LONGEST, Math.max(input.width, input.height))));
  const { dark, bright } = lightOf(grid);
  const share = subjectShare(image);
  const measures = {
    sharpness: round(sharpnessOf(grid), 1),
    dark: round(dark, 3),
    bright: round(bright, 3),
    subject: share === null ? null : round(share, 3),
    shorter_side: Math.min(image.fullWidth, image.fullHeight),
  };
  return { ...measures, faults: qualityFaults(measures, spec) };
}

/**
 * Variance of the Laplacian, as OpenCV's `Laplacian(grey, CV_64F).var()`: the focus measure LAPV of Pech-Pacheco, Cristobal,
 * Chamorro-Martinez, Fernandez-Valdivia, "Diatom autofocusing in brightfield microscopy", ICPR 2000. The outermost pixels are
 * left out, as they have no neighbours.
 */
export function sharpnessOf({ data, width, height }: PixelGrid): number {
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      const around =
        (data[at - 1] as number) +
        (data[at + 1] as number) +
        (data[at - width] as number) +
        (data[at + width] as number);
      const value = around - 4 * (data[at] as number);
      sum += value;
      squares += value * value;
    }
  }
  const count = Math.max(0, width - 2) * Math.max(0, height - 2);
  return count === 0 ? 0 : Math.max(0, squares / count - (sum / count) ** 2);
}

/** Parts of the picture, 0-1, that are nearly black and nearly white. */
export function lightOf({ data }: PixelGrid): { dark: number; bright: number } {
  let dark = 0;
  let bright = 0;
  for (const value of data) {
    if (value <= DARK) dark += 1;
    else if (value >= BRIGHT) bright += 1;
  }
  return { dark: dark / data.length, bright: bright / data.length };
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
