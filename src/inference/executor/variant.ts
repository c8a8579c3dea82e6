import type { TtaSpec } from '../model-spec.js';
import type { Geometry, TargetSize } from './geometry.js';

/** One way to show a picture to a model. */
export interface Variant {
  /** Mirrored left to right. */
  readonly flipX: boolean;
  /** Mirrored top to bottom. */
  readonly flipY: boolean;
  /** Size of the picture in the input, against the usual one. */
  readonly scale: number;
}

/** The picture as it is. */
export const AS_IS: Variant = { flipX: false, flipY: false, scale: 1 };

/** The picture and each of its flips, in the usual size and in each further one; the picture as it is comes first. */
export function variantsOf(tta: TtaSpec | undefined): readonly Variant[] {
  if (!tta) return [AS_IS];
  const scales = [1, ...tta.scales.filter((scale) => scale !== 1)];
  return scales.flatMap((scale) => [
    { ...AS_IS, scale },
    ...tta.flips.map((flip) => ({ flipX: flip === 'horizontal', flipY: flip === 'vertical', scale })),
  ]);
}

/**
 * Where a variant lies in the input. The placed picture is enlarged or reduced around the input's middle (around the corner
 * for `letterbox-top-left`), and what becomes free is border; then the picture is mirrored in its own place. The placement
 * maps boxes back to the picture as it was.
 */
export function placeVariant({ rect, placement }: Geometry, target: TargetSize, variant: Variant): Geometry {
  const { scale, flipX, flipY } = variant;
  if (scale === 1 && !flipX && !flipY) return { rect, placement };
  const isCorner = target.fit === 'letterbox-top-left';
  const x = zoomed(rect.x, rect.width, isCorner ? 0 : target.width / 2, scale);
  const y = zoomed(rect.y, rect.height, isCorner ? 0 : target.height / 2, scale);
  const scaleX = (placement.scaleX * x.size) / rect.width;
  const scaleY = (placement.scaleY * y.size) / rect.height;
  return {
    rect: { x: x.start, y: y.start, width: x.size, height: y.size },
    placement: {
      ...placement,
      scaleX: flipX ? -scaleX : scaleX,
      scaleY: flipY ? -scaleY : scaleY,
      offsetX: flipX ? x.start + placement.imageWidth * scaleX : x.start,
      offsetY: flipY ? y.start + placement.imageHeight * scaleY : y.start,
    },
  };
}

/** A span scaled around a point, in whole pixels. */
function zoomed(start: number, size: number, middle: number, scale: number): { start: number; size: number } {
  if (scale === 1) return { start, size };
  return {
    start: Math.round(middle + (start - middle) * scale),
    size: Math.max(1, Math.round(size * scale)),
  };
}

/** EXIF orientations that show the same picture mirrored left to right, and top to bottom; index 0 is orientation 1. */
const MIRRORED_X = [2, 1, 4, 3, 6, 5, 8, 7];
const MIRRORED_Y = [4, 3, 2, 1, 8, 7, 6, 5];

/** The EXIF orientation that turns stored pixels into the mirrored upright picture. */
export function mirroredOrientation(orientation: number, { flipX, flipY }: Variant): number {
  const across = flipX ? MIRRORED_X[orientation - 1]! : orientation;
  return flipY ? MIRRORED_Y[across - 1]! : across;
}
