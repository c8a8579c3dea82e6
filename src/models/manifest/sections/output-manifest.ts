import { IsOptional } from 'class-validator';

import { Flag, NumberIn, OneOf, WholeNumberIn } from '../manifest-rules.js';

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
