import { IsOptional } from 'class-validator';

import { Doc, Flag, NumberIn, OneOf, WholeNumberIn } from '../manifest-rules.js';

/** How the model's output is read: see `DetectionSpec` and `ClassificationSpec`. */
export class OutputManifest {
  @Doc(
    "How a detector's raw output is read.",
    'from the names and shapes of the outputs, the metadata and the number of names; `boxes-scores` has to be declared',
  )
  @IsOptional()
  @OneOf(['yolov8', 'yolov5', 'yolox', 'boxes-scores', 'end2end', 'ultraface', 'yunet'])
  decoder?: 'yolov8' | 'yolov5' | 'yolox' | 'boxes-scores' | 'end2end' | 'ultraface' | 'yunet';

  @Doc(
    'Whether boxes come in pixels of the input, as fractions of it, or as each output shows.',
    'YOLOX, YuNet, end2end: pixels; UltraFace: normalized; else auto: as each output shows',
  )
  @IsOptional()
  @OneOf(['pixels', 'normalized', 'auto'])
  box_units?: 'pixels' | 'normalized' | 'auto';

  @Doc("What a detector's scores still need.", 'none')
  @IsOptional()
  @OneOf(['none', 'sigmoid'])
  score_activation?: 'none' | 'sigmoid';

  @Doc('Least score of a detection.', '0.25; UltraFace: 0.7; YuNet: 0.5')
  @IsOptional()
  @NumberIn(0, 1)
  score_threshold?: number;

  @Doc(
    'Overlap from which the weaker of two boxes is dropped.',
    '0.45; UltraFace: 0.3; YuNet: 0.5; not for end2end',
  )
  @IsOptional()
  @NumberIn(0, 1)
  iou_threshold?: number;

  @Doc('Most detections in an answer, best first.', '300')
  @IsOptional()
  @WholeNumberIn(1, 10_000)
  max_detections?: number;

  @Doc('Whether a box may suppress a box of another class.', 'YOLOX: true; else false; not for end2end')
  @IsOptional()
  @Flag()
  class_agnostic?: boolean;

  @Doc(
    "What makes probabilities of a classifier's output.",
    'none where the graph ends in Softmax or Sigmoid, or for Ultralytics classifiers; else softmax',
  )
  @IsOptional()
  @OneOf(['softmax', 'none'])
  activation?: 'softmax' | 'none';

  @Doc('Most classes in an answer, best first.', '5, or the number of classes when it is smaller')
  @IsOptional()
  @WholeNumberIn(1, 10_000)
  top_k?: number;
}
