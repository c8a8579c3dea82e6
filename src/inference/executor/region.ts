import type { Box } from '../tasks/task-io.js';
import { roundPixel } from '../tasks/rounding.js';

/** A part of a picture in whole pixels; never empty, never sticking out. */
export interface PixelRect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A part of an upright picture, and the picture that it was cut from. */
export interface CutOut extends PixelRect {
  /** Size of the whole upright picture, in pixels. */
  readonly pictureWidth: number;
  readonly pictureHeight: number;
}

/**
 * The whole pixels of a region: each edge is rounded by itself, so that neighbouring regions share their edge. What lies
 * outside of the picture is cut off; one pixel is always left.
 *
 * @param region in pixels of the upright picture
 */
export function cutOut(region: Box, pictureWidth: number, pictureHeight: number): CutOut {
  const [left, right] = edges(region.x, region.width, pictureWidth);
  const [top, bottom] = edges(region.y, region.height, pictureHeight);
  return { left, top, width: right - left, height: bottom - top, pictureWidth, pictureHeight };
}

/** Boxes come in tenths of a pixel: their far edge is rounded to one first, or 82.7 + 299.8 would lie below 382.5. */
function edges(start: number, size: number, end: number): [low: number, high: number] {
  const low = Math.min(end - 1, Math.max(0, Math.round(start)));
  const high = Math.min(end, Math.max(low + 1, Math.round(roundPixel(start + size))));
  return [low, high];
}

/**
 * Where a part of the upright picture lies in the picture as it is stored.
 *
 * @param orientation EXIF orientation (CIPA DC-008, tag 0x0112), 1-8
 */
export function storedRect(cut: CutOut, orientation: number): PixelRect {
  const { left, top, width, height } = cut;
  const fromRight = cut.pictureWidth - left - width;
  const fromBottom = cut.pictureHeight - top - height;
  switch (orientation) {
    case 2:
      return { left: fromRight, top, width, height };
    case 3:
      return { left: fromRight, top: fromBottom, width, height };
    case 4:
      return { left, top: fromBottom, width, height };
    case 5:
      return { left: top, top: left, width: height, height: width };
    case 6:
      return { left: top, top: fromRight, width: height, height: width };
    case 7:
      return { left: fromBottom, top: fromRight, width: height, height: width };
    case 8:
      return { left: fromBottom, top: left, width: height, height: width };
    default:
      return { left, top, width, height };
  }
}
