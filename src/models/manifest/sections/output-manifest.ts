import { IsOptional } from 'class-validator';

import { Names, NumberOrNumbers, RangeOrRanges, TextOrTexts } from '../list-rules.js';
import { Doc, Flag, NumberIn, OneOf, Section, SectionList, Text, WholeNumberIn } from '../manifest-rules.js';
import { KeypointsManifest, PriorsManifest } from './detector-manifest.js';
import { ValueManifest } from './value-manifest.js';

export const DECODERS = [
  'yolov8',
  'yolov5',
  'yolox',
  'boxes-scores',
  'ssd',
  'detr',
  'end2end',
  'nms-indices',
  'paddle',
  'gfl',
  'ultraface',
  'yunet',
  'scrfd',
  'blazeface',
] as const;

/** How the model's output is read: see `DetectionSpec`, `ClassificationSpec` and `ImageRegressionSpec`. */
export class OutputManifest {
  @Doc(
    "How a detector's raw output is read.",
    'from the names and shapes of the outputs, the metadata and the number of names; `boxes-scores`, `ssd` and `nms-indices` have to be declared',
  )
  @IsOptional()
  @OneOf(DECODERS)
  decoder?: (typeof DECODERS)[number];

  @Doc(
    'Whether boxes come in pixels of the input, as fractions of it, or as each output shows.',
    'YOLOX, YuNet, SCRFD, BlazeFace, gfl, paddle, end2end in one output: pixels; UltraFace, detr: normalized; else auto: as each output shows',
  )
  @IsOptional()
  @OneOf(['pixels', 'normalized', 'auto'])
  box_units?: 'pixels' | 'normalized' | 'auto';

  @Doc(
    "Order of a box's numbers: x1 y1 x2 y2, y1 x1 y2 x2, or cx cy w h. For boxes-scores, ssd, detr, nms-indices and end2end.",
    'detr, RT-DETR of Ultralytics: center; outputs named as TensorFlow names them, YOLOv3 of Keras: corners-yx; else corners',
  )
  @IsOptional()
  @OneOf(['corners', 'corners-yx', 'center'])
  box_format?: 'corners' | 'corners-yx' | 'center';

  @Doc(
    "What a detector's scores still need.",
    'BlazeFace: sigmoid; detr: sigmoid, or softmax where there is a column more than labels; ssd whose scores do not come from a Softmax: softmax; else none',
  )
  @IsOptional()
  @OneOf(['none', 'sigmoid', 'softmax'])
  score_activation?: 'none' | 'sigmoid' | 'softmax';

  @Doc(
    'The column of scores that stands for no class. For class numbers of finished boxes `first` means that they count from 1.',
    'none; where there is a score more than labels: first, for detr last',
  )
  @IsOptional()
  @OneOf(['none', 'first', 'last'])
  background?: 'none' | 'first' | 'last';

  @Doc(
    'Points that the detector finds with every box.',
    'from the metadata (YOLO pose), YuNet and SCRFD: five points of a face, BlazeFace: six',
  )
  @IsOptional()
  @Section(() => KeypointsManifest)
  keypoints?: KeypointsManifest;

  @Doc('For ssd: the priors that its boxes are offsets from.', 'the boxes are decoded already')
  @IsOptional()
  @Section(() => PriorsManifest)
  priors?: PriorsManifest;

  @Doc(
    'Least score of a detection, or of a class with `multi_label`.',
    '0.25; multi_label, SCRFD, YuNet, BlazeFace: 0.5; UltraFace: 0.7',
  )
  @IsOptional()
  @NumberIn(0, 1)
  score_threshold?: number;

  @Doc(
    'Overlap from which the weaker of two boxes is dropped.',
    '0.45; UltraFace, BlazeFace: 0.3; SCRFD: 0.4; YuNet: 0.5; gfl: 0.6; not for end2end, nms-indices, paddle and detr',
  )
  @IsOptional()
  @NumberIn(0, 1)
  iou_threshold?: number;

  @Doc('Most detections in an answer, best first.', '300')
  @IsOptional()
  @WholeNumberIn(1, 10_000)
  max_detections?: number;

  @Doc(
    'Whether a box may suppress a box of another class.',
    'YOLOX: true; else false; not for end2end, nms-indices, paddle and detr',
  )
  @IsOptional()
  @Flag()
  class_agnostic?: boolean;

  @Doc(
    'Whether every box has its mask unless a request says otherwise (`masks`). For segmenters of Ultralytics and the like.',
    'false: on request',
  )
  @IsOptional()
  @Flag()
  masks?: boolean;

  @Doc('Output of the graph with the scores of a classifier.', 'the only one that has the shape')
  @IsOptional()
  @Text(512)
  tensor?: string;

  @Doc(
    "What makes probabilities of a classifier's output, or values of a regression's (none, sigmoid, tanh).",
    'classifier: none where the graph ends in Softmax or Sigmoid, or for Ultralytics, sigmoid for one score or with `multi_label`, else softmax; regression: none',
  )
  @IsOptional()
  @OneOf(['softmax', 'sigmoid', 'tanh', 'none'])
  activation?: 'softmax' | 'sigmoid' | 'tanh' | 'none';

  @Doc(
    'Whether classes do not exclude each other: the answer is then every class from `score_threshold` on, perhaps none.',
    'true where the scores of several classes come from a sigmoid, else false',
  )
  @IsOptional()
  @Flag()
  multi_label?: boolean;

  @Doc(
    'Most classes in an answer, best first.',
    '5, or the number of classes when it is smaller or with `multi_label`',
  )
  @IsOptional()
  @WholeNumberIn(1, 10_000)
  top_k?: number;

  @Doc(
    'Factor of the raw output: before the activation of a classifier (to undo quantising), after that of a regression, and there one for all or one for each value.',
    '1',
  )
  @IsOptional()
  @NumberOrNumbers()
  scale?: number | number[];

  @Doc('Added after the scale.', '0')
  @IsOptional()
  @NumberOrNumbers()
  offset?: number | number[];

  @Doc('Names of the values of a regression, in the order of the output.', 'value_0, value_1, ...')
  @IsOptional()
  @Names(200)
  names?: string[];

  @Doc('Unit of the values, one for all or one for each.', 'none')
  @IsOptional()
  @TextOrTexts(100)
  unit?: string | string[];

  @Doc('Least and greatest value that makes sense, one pair for all or one for each.', 'none')
  @IsOptional()
  @RangeOrRanges()
  range?: [number, number] | [number, number][];

  @Doc(
    'The values of a regression one by one, instead of names, unit, range, scale and offset.',
    'as those say',
  )
  @IsOptional()
  @SectionList(() => ValueManifest, 1, 1000)
  values?: ValueManifest[];
}
