import type { ImageInputSpec } from '../../inference/model-spec.js';
import type { HubPicture } from '../hub/hub-export.js';

/** How the makers of a family of models feed them. */
export interface PictureProfile {
  readonly color: 'RGB' | 'BGR';
  readonly fit: ImageInputSpec['fit'];
  /** For `center-crop`: the part of the shorter side that is kept, 0-1; torchvision's when not given. */
  readonly cropFraction?: number;
  /** Value of the border, 0-255. */
  readonly pad: number;
  readonly resample: ImageInputSpec['resample'];
  readonly values: PixelValues;
  /** Whether the file tells the family, or it is a guess that the operator should check. */
  readonly isKnown: boolean;
  readonly note: string;
  /** What files beside the model say instead. */
  readonly told?: HubPicture | null;
}

/** value = (pixel * scale - mean) / std, in the order of the channels. */
export interface PixelValues {
  readonly scale: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

export const UNIT_SCALE = 1 / 255;

/** Plain 0-1. */
export const UNIT_VALUES: PixelValues = { scale: UNIT_SCALE, mean: [0], std: [1] };

/** Pixels as they are, 0-255. */
export const RAW_VALUES: PixelValues = { scale: 1, mean: [0], std: [1] };

/** Mean and deviation of ImageNet's training set, as in torchvision's weights. */
export const IMAGENET_VALUES: PixelValues = {
  scale: UNIT_SCALE,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
};
