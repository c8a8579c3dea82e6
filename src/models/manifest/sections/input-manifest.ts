import { IsOptional } from 'class-validator';

import { Constants } from '../list-rules.js';
import {
  Doc,
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
  @Doc('Name of the graph input that takes the picture.', 'the only input that a picture fits in')
  @IsOptional()
  @Text(512)
  tensor?: string;

  @Doc(
    'What the other inputs of the graph get with every picture, by their names: one number for all their values, or a list of them.',
    'known for `orig_target_sizes` (RT-DETR, D-FINE), `scale_factor` and `im_shape` (PaddleDetection), `image_shape` (YOLOv3 of Keras) and `pixel_mask` (DETR of Hugging Face)',
  )
  @IsOptional()
  @Constants()
  constants?: Record<string, number | number[]>;

  @Doc(
    'Side of a square or [width, height], in pixels.',
    'from the graph; a graph that takes any size: from files of Hugging Face or timm beside it, from the metadata (Ultralytics, 640 when it names none), else a fault',
  )
  @IsOptional()
  @PictureSize(LARGEST_SIDE)
  size?: number | [number, number];

  @Doc('Order of the dimensions of the input tensor.', 'where the graph has 1 or 3 channels')
  @IsOptional()
  @OneOf(['NCHW', 'NHWC'])
  layout?: 'NCHW' | 'NHWC';

  @Doc('Order of the channels.', 'one channel: GRAY; YOLOX and YuNet: BGR; else RGB')
  @IsOptional()
  @OneOf(['RGB', 'BGR', 'GRAY'])
  color?: 'RGB' | 'BGR' | 'GRAY';

  @Doc('Element type of the input tensor; only to check it.', 'from the graph')
  @IsOptional()
  @OneOf(['float32', 'float16', 'uint8', 'int8'])
  dtype?: 'float32' | 'float16' | 'uint8' | 'int8';

  @Doc(
    'How the picture is brought to the size.',
    'from files of Hugging Face or timm beside the model; YOLO heads: letterbox; YOLOX and YuNet: letterbox-top-left; Ultralytics classifiers: center-crop; else stretch',
  )
  @IsOptional()
  @OneOf(['stretch', 'letterbox', 'letterbox-top-left', 'center-crop', 'contain'])
  fit?: 'stretch' | 'letterbox' | 'letterbox-top-left' | 'center-crop' | 'contain';

  @Doc(
    'The part that is kept of the shorter side with `fit: center-crop`, of both sides with `fit: stretch`.',
    'from files of Hugging Face or timm beside the model; stretch and Ultralytics classifiers: 1, else 0.875',
  )
  @IsOptional()
  @NumberIn(0.1, 1)
  crop_fraction?: number;

  @Doc('Value of the border pixels, 0-255.', '114 for YOLO heads, else 0')
  @IsOptional()
  @WholeNumberIn(0, 255)
  pad?: number;

  @Doc(
    'Factor on the pixel value 0-255.',
    'from files of Hugging Face or timm beside the model; 1/255; YOLOX, UltraFace, YuNet and uint8 inputs: 1; 1 where a declared mean or std is above 2',
  )
  @IsOptional()
  @PositiveNumber()
  scale?: number;

  @Doc(
    'Taken away after scaling, for all channels or each.',
    "from files of Hugging Face or timm beside the model; ImageNet's for classifiers that are not from Ultralytics, 128 for int8 inputs, 127 for UltraFace, else 0; 0 when scale or std is declared",
  )
  @IsOptional()
  @PerChannel({ isDivisor: false })
  mean?: number | number[];

  @Doc(
    'Divisor after the mean, for all channels or each.',
    "from files of Hugging Face or timm beside the model; ImageNet's for the same classifiers, 128 for UltraFace, else 1; 1 when scale or mean is declared",
  )
  @IsOptional()
  @PerChannel({ isDivisor: true })
  std?: number | number[];

  @Doc(
    'How pixels are made when the size changes: `bilinear` and `nearest` as OpenCV; `antialias` (bilinear), `bicubic` and `nearest-exact` as Pillow and torchvision.',
    'from files of Hugging Face or timm beside the model; antialias for Ultralytics classifiers, else bilinear',
  )
  @IsOptional()
  @OneOf(['bilinear', 'antialias', 'bicubic', 'lanczos3', 'nearest', 'nearest-exact'])
  resample?: 'bilinear' | 'antialias' | 'bicubic' | 'lanczos3' | 'nearest' | 'nearest-exact';
}
