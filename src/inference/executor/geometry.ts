import type { ImageInputSpec } from '../model-spec.js';
import type { Placement } from '../tasks/task-io.js';

/** The part of an image input that decides where the picture goes. */
export type TargetSize = Pick<ImageInputSpec, 'width' | 'height' | 'fit' | 'cropFraction' | 'cropRounding'>;

/** Where the whole resized picture lies in the model's input, in whole pixels; it may stick out (`center-crop`). */
export interface TargetRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Geometry {
  readonly rect: TargetRect;
  readonly placement: Placement;
}

/** Part of the shorter side that is kept: 224 of 256, the preset of torchvision's and timm's ImageNet models. */
const DEFAULT_CROP_FRACTION = 0.875;

/**
 * Places a picture in the model's input with the roundings of the models' makers, so that the same pixels are sampled:
 *
 * - `letterbox`: Ultralytics `LetterBox` (ultralytics/data/augment.py): size round(w * r), border round(d / 2 - 0.1).
 * - `letterbox-top-left`: YOLOX `preproc` (yolox/data/data_augment.py): size int(w * r), no offset.
 * - `center-crop`: torchvision's `Resize` of the shorter side to the input's side / `cropFraction`, longer side int(s * w / h),
 *   then `CenterCrop`, offset round(d / 2); Hugging Face's processors cut at int(d / 2) instead.
 * - `stretch` with a `cropFraction`: both sides to the input's / `cropFraction`, then the middle (DeiT, timm's `squash`).
 * - `contain`: Pillow `ImageOps.pad`: size round(w * r), offset round(d / 2).
 *
 * Boxes go back through the ratio r before rounding, as the makers' own `scale_boxes` do.
 *
 * @param imageWidth width of the upright picture in pixels
 * @param imageHeight height of the upright picture in pixels
 */
export function placeImage(imageWidth: number, imageHeight: number, target: TargetSize): Geometry {
  const ratioX = target.width / imageWidth;
  const ratioY = target.height / imageHeight;
  switch (target.fit) {
    case 'stretch': {
      const width = roundHalfEven(target.width / (target.cropFraction ?? 1));
      const height = roundHalfEven(target.height / (target.cropFraction ?? 1));
      const { x, y } = cutOut(width, height, target);
      return geometry(imageWidth, imageHeight, width / imageWidth, height / imageHeight, {
        x,
        y,
        width,
        height,
      });
    }
    case 'letterbox': {
      const ratio = Math.min(ratioX, ratioY);
      const width = atLeastOne(roundHalfEven(imageWidth * ratio));
      const height = atLeastOne(roundHalfEven(imageHeight * ratio));
      const x = roundHalfEven((target.width - width) / 2 - 0.1);
      const y = roundHalfEven((target.height - height) / 2 - 0.1);
      return geometry(imageWidth, imageHeight, ratio, ratio, {
        x: Math.max(0, x),
        y: Math.max(0, y),
        width,
        height,
      });
    }
    case 'letterbox-top-left': {
      const ratio = Math.min(ratioX, ratioY);
      const width = atLeastOne(Math.floor(imageWidth * ratio));
      const height = atLeastOne(Math.floor(imageHeight * ratio));
      return geometry(imageWidth, imageHeight, ratio, ratio, { x: 0, y: 0, width, height });
    }
    case 'contain': {
      const ratio = Math.min(ratioX, ratioY);
      const width = atLeastOne(roundHalfEven(imageWidth * ratio));
      const height = atLeastOne(roundHalfEven(imageHeight * ratio));
      const x = roundHalfEven((target.width - width) / 2);
      const y = roundHalfEven((target.height - height) / 2);
      return geometry(imageWidth, imageHeight, ratio, ratio, { x, y, width, height });
    }
    case 'center-crop': {
      const isWide = imageWidth * target.height >= imageHeight * target.width;
      const fraction = target.cropFraction ?? DEFAULT_CROP_FRACTION;
      const shorter = roundHalfEven((isWide ? target.height : target.width) / fraction);
      const width = isWide ? Math.floor((shorter * imageWidth) / imageHeight) : shorter;
      const height = isWide ? shorter : Math.floor((shorter * imageHeight) / imageWidth);
      const ratio = shorter / (isWide ? imageHeight : imageWidth);
      const { x, y } = cutOut(width, height, target);
      return geometry(imageWidth, imageHeight, ratio, ratio, { x, y, width, height });
    }
  }
}

/** Where a picture lies of which the middle is cut out. */
function cutOut(width: number, height: number, target: TargetSize): { x: number; y: number } {
  const round = target.cropRounding === 'down' ? Math.floor : roundHalfEven;
  return { x: -round((width - target.width) / 2), y: -round((height - target.height) / 2) };
}

function geometry(
  imageWidth: number,
  imageHeight: number,
  scaleX: number,
  scaleY: number,
  rect: TargetRect,
): Geometry {
  const x = rect.x === 0 ? 0 : rect.x;
  const y = rect.y === 0 ? 0 : rect.y;
  return {
    rect: { ...rect, x, y },
    placement: { imageWidth, imageHeight, scaleX, scaleY, offsetX: x, offsetY: y },
  };
}

const atLeastOne = (value: number): number => Math.max(1, value);

/** Python's `round`: halves go to the even neighbour. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest === 0.5) return floor % 2 === 0 ? floor : floor + 1;
  return rest < 0.5 ? floor : floor + 1;
}
