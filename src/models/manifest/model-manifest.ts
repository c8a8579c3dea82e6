import { Allow, IsOptional } from 'class-validator';

import {
  Flag,
  NumberIn,
  OneOf,
  PerChannel,
  PictureSize,
  PositiveNumber,
  Section,
  Text,
  VersionPolicy,
  WholeNumberIn,
} from './manifest-rules.js';

/** Largest side of a model's input picture, in pixels. */
const LARGEST_SIDE = 16_384;
const MONTH_SECONDS = 2_592_000;

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

/** How the model's output is read: see `DetectionSpec` and `ClassificationSpec`. */
export class OutputManifest {
  @IsOptional()
  @OneOf(['yolov8', 'yolov5', 'yolox', 'boxes-scores', 'end2end', 'ultraface', 'yunet'])
  decoder?: 'yolov8' | 'yolov5' | 'yolox' | 'boxes-scores' | 'end2end' | 'ultraface' | 'yunet';

  @IsOptional()
  @OneOf(['pixels', 'normalized', 'auto'])
  box_units?: 'pixels' | 'normalized' | 'auto';

  @IsOptional()
  @OneOf(['none', 'sigmoid'])
  score_activation?: 'none' | 'sigmoid';

  @IsOptional()
  @NumberIn(0, 1)
  score_threshold?: number;

  @IsOptional()
  @NumberIn(0, 1)
  iou_threshold?: number;

  @IsOptional()
  @WholeNumberIn(1, 10_000)
  max_detections?: number;

  @IsOptional()
  @Flag()
  class_agnostic?: boolean;

  @IsOptional()
  @OneOf(['softmax', 'none'])
  activation?: 'softmax' | 'none';

  @IsOptional()
  @WholeNumberIn(1, 10_000)
  top_k?: number;
}

export class ConfidenceManifest {
  /** Least top score for HIGH. */
  @IsOptional()
  @NumberIn(0, 1)
  high?: number;

  /** Least top score for MEDIUM. */
  @IsOptional()
  @NumberIn(0, 1)
  medium?: number;

  @IsOptional()
  @Text(1000)
  retake_message?: string;
}

export class ExecutionManifest {
  @IsOptional()
  @WholeNumberIn(1, 64)
  executors?: number;

  @IsOptional()
  @WholeNumberIn(1, 256)
  intra_op_threads?: number;

  @IsOptional()
  @WholeNumberIn(1, 1024)
  max_batch?: number;

  @IsOptional()
  @NumberIn(0, 10_000)
  max_delay_ms?: number;

  @IsOptional()
  @WholeNumberIn(1, 3_600_000)
  deadline_ms?: number;

  @IsOptional()
  @WholeNumberIn(128, 1_048_576)
  memory_limit_mb?: number;

  @IsOptional()
  @Flag()
  preload?: boolean;

  @IsOptional()
  @Flag()
  required?: boolean;
}

export class CacheManifest {
  @IsOptional()
  @Flag()
  enabled?: boolean;

  @IsOptional()
  @WholeNumberIn(1, MONTH_SECONDS)
  ttl_seconds?: number;
}

export class HistoryManifest {
  @IsOptional()
  @Flag()
  enabled?: boolean;
}

export class VersionsManifest {
  @IsOptional()
  @VersionPolicy()
  policy?: 'latest' | 'all' | number[];
}

export class WarmupManifest {
  /** Real runs before a version takes requests. */
  @IsOptional()
  @WholeNumberIn(0, 100)
  runs?: number;
}

/** `model.yaml`: what cannot be derived from the ONNX file, or is to be other than derived. Keys as in the file. */
export class ModelManifest {
  @IsOptional()
  @OneOf(['object-detection', 'image-classification', 'tensor'])
  task?: 'object-detection' | 'image-classification' | 'tensor';

  @IsOptional()
  @Text(10_000)
  description?: string;

  @IsOptional()
  @Section(() => InputManifest)
  input?: InputManifest;

  /** A list, or the name of a file beside the manifest; checked by `manifest-labels`. */
  @Allow()
  labels?: unknown;

  @IsOptional()
  @Section(() => OutputManifest)
  output?: OutputManifest;

  @IsOptional()
  @Section(() => ConfidenceManifest)
  confidence?: ConfidenceManifest;

  @IsOptional()
  @Section(() => ExecutionManifest)
  execution?: ExecutionManifest;

  @IsOptional()
  @Section(() => CacheManifest)
  cache?: CacheManifest;

  @IsOptional()
  @Section(() => HistoryManifest)
  history?: HistoryManifest;

  @IsOptional()
  @Section(() => VersionsManifest)
  versions?: VersionsManifest;

  @IsOptional()
  @Section(() => WarmupManifest)
  warmup?: WarmupManifest;
}

/** The nested maps of a manifest and the class of each. */
export const MANIFEST_SECTIONS: Readonly<Record<string, new () => object>> = {
  input: InputManifest,
  output: OutputManifest,
  confidence: ConfidenceManifest,
  execution: ExecutionManifest,
  cache: CacheManifest,
  history: HistoryManifest,
  versions: VersionsManifest,
  warmup: WarmupManifest,
};
