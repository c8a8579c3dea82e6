import { colorGrid } from './luma-grid.js';
import type { SourcePixels } from './source-pixels.js';

/** Longer side at which a subject is looked for: what decides is its size, not its details. */
const SIDE = 64;
/** Width of the border that counts as background, as a part of the shorter side. */
const BORDER = 0.06;
/** Least distance of mean colours between subject and background, 0-441, from which one can be told from the other. */
const LEAST_CONTRAST = 40;
/** Least part of the variance of the distances that the division explains, 0-1; noise alone explains about 0.64. */
const LEAST_SEPARATION = 0.7;

/**
 * What part of a picture its subject takes. The borders of a picture are mostly background (the boundary prior of saliency:
 * Wei, Wen, Zhu, Sun, "Geodesic Saliency Using Background Priors", ECCV 2012), so each pixel is measured by the distance of
 * its colour to the nearest of the median colours of the four borders, and Otsu's threshold (IEEE Trans. SMC 9, 1979) divides
 * the distances in two.
 *
 * @returns 0-1; null where nothing stands out from the borders: the subject fills the picture, or looks like what is around it
 */
export function subjectShare(source: SourcePixels): number | null {
  const { data, width, height } = colorGrid(source, SIDE);
  const depth = Math.max(1, Math.round(Math.min(width, height) * BORDER));
  const sides = [
    medianColor(data, width, 0, 0, width, depth),
    medianColor(data, width, 0, height - depth, width, height),
    medianColor(data, width, 0, 0, depth, height),
    medianColor(data, width, width - depth, 0, width, height),
  ];
  const distances = new Float32Array(width * height);
  for (let pixel = 0; pixel < distances.length; pixel += 1) {
    let least = Infinity;
    for (const side of sides) least = Math.min(least, squaredDistance(data, pixel * 3, side));
    distances[pixel] = Math.sqrt(least);
  }
  const { threshold, separation, contrast } = otsu(distances);
  if (contrast < LEAST_CONTRAST || separation < LEAST_SEPARATION) return null;
  return distances.filter((value) => value > threshold).length / distances.length;
}

type Color = readonly [number, number, number];

function medianColor(
  data: Float32Array,
  width: number,
  left: number,
  top: number,
  right: number,
  bottom: number,
): Color {
  const channels: [number[], number[], number[]] = [[], [], []];
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      channels.forEach((values, channel) => values.push(data[(y * width + x) * 3 + channel] as number));
    }
  }
  return channels.map((values) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0) as never;
}

function squaredDistance(data: Float32Array, at: number, [red, green, blue]: Color): number {
  return (
    ((data[at] as number) - red) ** 2 +
    ((data[at + 1] as number) - green) ** 2 +
    ((data[at + 2] as number) - blue) ** 2
  );
}

/** The threshold that leaves the least variance within the two groups, how much of the variance it explains, and how far their means are apart. */
function otsu(values: Float32Array): { threshold: number; separation: number; contrast: number } {
  const sorted = values.toSorted();
  const count = sorted.length;
  const total = sorted.reduce((sum, value) => sum + value, 0);
  const variance = sorted.reduce((sum, value) => sum + (value - total / count) ** 2, 0) / count;
  let best = { threshold: 0, separation: 0, contrast: 0 };
  let below = 0;
  for (let index = 1; index < count; index += 1) {
    below += sorted[index - 1] as number;
    const contrast = (total - below) / (count - index) - below / index;
    const between = (index / count) * (1 - index / count) * contrast ** 2;
    const separation = variance > 0 ? between / variance : 0;
    if (separation > best.separation) best = { threshold: sorted[index - 1] as number, separation, contrast };
  }
  return best;
}
