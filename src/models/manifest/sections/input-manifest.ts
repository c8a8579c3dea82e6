import { IsOptional } from 'class-validator';

import {
  NumberIn,
  OneOf,
  PerChannel,
  PictureSize,
  PositiveNumber,
  Text,
  WholeNumberIn,
} from '../manifest-rules.js';

/** Largest side of a model's input picture, in pixels. */
const LARGEST_SIDE = 16_384;

/** How a picture becomes the input tensor: see `ImageInputSpec`. */
export class InputManifest {
  /** Name of the graph input that takes the picture; needed only where several could. */
  @IsOptional()
  @Text(512)
  tensor?: string;

  /** Side of a square or [width, height], in pixels. */
  @IsOptional()
  @PictureSize(LARGEST_SIDE)
  size?: number | [number, number];

  @IsOptional()
  @OneOf(['NCHW', 'NHWC'])
  layout?: 'NCHW' | 'NHWC';

  @IsOptional()
  @OneOf(['RGB', 'BGR', 'GRAY'])
  color?: 'RGB' | 'BGR' | 'GRAY';

  @IsOptional()
  @OneOf(['float32', 'float16', 'uint8', 'int8'])
  dtype?: 'float32' | 'float16' | 'uint8' | 'int8';

  @IsOptional()
  @OneOf(['stretch', 'letterbox', 'letterbox-top-left', 'center-crop', 'contain'])
  fit?: 'stretch' | 'letterbox' | 'letterbox-top-left' | 'center-crop' | 'contain';

  /** For `center-crop`: the part of the shorter side that is kept. */
  @IsOptional()
  @NumberIn(0.1, 1)
  crop_fraction?: number;

  /** Value of the border pixels, 0-255. */
  @IsOptional()
  @WholeNumberIn(0, 255)
  pad?: number;

  /** Factor on the pixel value 0-255. */
  @IsOptional()
  @PositiveNumber()
  scale?: number;

  @IsOptional()
  @PerChannel(() => true, 'a number')
  mean?: number | number[];

  @IsOptional()
  @PerChannel((value) => value !== 0, 'a number other than 0')
  std?: number | number[];

  @IsOptional()
  @OneOf(['bilinear', 'antialias', 'lanczos3', 'nearest'])
  resample?: 'bilinear' | 'antialias' | 'lanczos3' | 'nearest';
}
