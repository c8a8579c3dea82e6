import type { DetectionSpec } from '../../inference/model-spec.js';
import type { DetectionLayout } from './detection-layout.js';
import { IMAGENET_VALUES, RAW_VALUES, UNIT_VALUES, type PictureProfile } from './picture-profile.js';
import type { UltralyticsInfo } from './ultralytics.js';

/** A value of a family, and where it is from. */
export interface Known<T> {
  readonly value: T;
  readonly note: string;
}

/** How the makers of a family of detectors feed and read them; what is not here is the same for all. */
export interface DetectorFamily {
  readonly picture: PictureProfile;
  readonly boxUnits?: Known<DetectionSpec['boxUnits']>;
  readonly scoreThreshold?: Known<number>;
  readonly iouThreshold?: Known<number>;
  readonly classAgnostic?: Known<boolean>;
}

/** Grey that YOLO's makers pad with, 0-255. */
const YOLO_PAD = 114;

/** @see https://github.com/Megvii-BaseDetection/YOLOX (yolox/data/data_augment.py, preproc) */
const YOLOX: DetectorFamily = {
  picture: {
    color: 'BGR',
    fit: 'letterbox-top-left',
    pad: YOLO_PAD,
    resample: 'bilinear',
    values: RAW_VALUES,
    isKnown: true,
    note: 'as YOLOX is fed',
  },
  boxUnits: { value: 'pixels', note: 'cells and strides give pixels' },
  classAgnostic: { value: true, note: "as YOLOX's own demo" },
};

/** @see https://github.com/Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB (run_video_face_detect_onnx.py) */
const ULTRAFACE: DetectorFamily = {
  picture: {
    color: 'RGB',
    fit: 'stretch',
    pad: 0,
    resample: 'bilinear',
    values: { scale: 1, mean: [127], std: [128] },
    isKnown: true,
    note: 'as UltraFace is fed',
  },
  boxUnits: { value: 'normalized', note: 'UltraFace gives fractions' },
  scoreThreshold: { value: 0.7, note: "as UltraFace's own demo" },
  iouThreshold: { value: 0.3, note: "as UltraFace's own demo" },
};

/** @see https://github.com/ShiqiYu/libfacedetection.train (tools/compare_inference.py), its score and its thresholds */
const YUNET: DetectorFamily = {
  picture: {
    color: 'BGR',
    fit: 'letterbox-top-left',
    pad: 0,
    resample: 'bilinear',
    values: RAW_VALUES,
    isKnown: true,
    note: 'as YuNet is fed',
  },
  boxUnits: { value: 'pixels', note: 'cells and strides give pixels' },
  scoreThreshold: { value: 0.5, note: "as YuNet's makers" },
  iouThreshold: { value: 0.5, note: "as YuNet's makers" },
};

/** @see https://github.com/deepinsight/insightface/blob/master/python-package/insightface/model_zoo/scrfd.py */
const SCRFD: DetectorFamily = {
  picture: {
    color: 'RGB',
    fit: 'letterbox-top-left',
    pad: 0,
    resample: 'bilinear',
    values: { scale: 1, mean: [127.5], std: [128] },
    isKnown: true,
    note: 'as SCRFD is fed',
  },
  boxUnits: { value: 'pixels', note: 'distances in strides give pixels' },
  scoreThreshold: { value: 0.5, note: "as InsightFace's own wrapper" },
  iouThreshold: { value: 0.4, note: "as InsightFace's own wrapper" },
};

/** @see https://github.com/google-ai-edge/mediapipe (face_detection.cc, face_detection.pbtxt): borders of black, values from -1 to 1 */
const BLAZEFACE: DetectorFamily = {
  picture: {
    color: 'RGB',
    fit: 'contain',
    pad: 0,
    resample: 'bilinear',
    values: { scale: 1, mean: [127.5], std: [127.5] },
    isKnown: true,
    note: 'as BlazeFace is fed',
  },
  boxUnits: { value: 'pixels', note: 'anchors and offsets give pixels' },
  scoreThreshold: { value: 0.5, note: "as MediaPipe's own graph" },
  iouThreshold: { value: 0.3, note: "as MediaPipe's own graph" },
};

/** @see RTDETRPredictor of Ultralytics: the picture is stretched to the input's size, and values are 0-1 */
const DETR: DetectorFamily = {
  picture: {
    color: 'RGB',
    fit: 'stretch',
    pad: 0,
    resample: 'bilinear',
    values: UNIT_VALUES,
    isKnown: false,
    note: 'as RT-DETR is fed; DETR wants mean and std of ImageNet, so check with the makers',
  },
  boxUnits: { value: 'normalized', note: 'such models give fractions' },
};

/** @see PaddlePaddle/PaddleDetection, configs/picodet; NanoDet is fed with BGR and the same mean and deviation in pixels */
const GFL: DetectorFamily = {
  picture: {
    color: 'RGB',
    fit: 'stretch',
    pad: 0,
    resample: 'bilinear',
    values: IMAGENET_VALUES,
    isKnown: false,
    note: 'as PicoDet is fed; NanoDet wants BGR, so check with the makers',
  },
  iouThreshold: { value: 0.6, note: "as PicoDet's and NanoDet's makers" },
};

export function detectorFamily(
  { decoder, isSeparate, isStretched }: Pick<DetectionLayout, 'decoder' | 'isSeparate' | 'isStretched'>,
  ultralytics: UltralyticsInfo | null,
): DetectorFamily {
  if (decoder === 'yolox') return YOLOX;
  if (decoder === 'ultraface') return ULTRAFACE;
  if (decoder === 'yunet') return YUNET;
  if (decoder === 'scrfd') return SCRFD;
  if (decoder === 'blazeface') return BLAZEFACE;
  if (decoder === 'gfl') return GFL;
  if (decoder === 'detr')
    return ultralytics === null ? DETR : { ...DETR, picture: { ...DETR.picture, isKnown: true } };
  return {
    picture: usualPicture(!isSeparate && !isStretched && !STRETCHED.has(decoder), ultralytics !== null),
  };
}

/** Heads that no YOLO has: their makers do not letterbox. */
const STRETCHED: ReadonlySet<DetectionSpec['decoder']> = new Set([
  'boxes-scores',
  'ssd',
  'nms-indices',
  'paddle',
]);

function usualPicture(isYolo: boolean, isKnown: boolean): PictureProfile {
  return {
    color: 'RGB',
    fit: isYolo ? 'letterbox' : 'stretch',
    pad: isYolo ? YOLO_PAD : 0,
    resample: 'bilinear',
    values: UNIT_VALUES,
    isKnown,
    note: isKnown
      ? 'as Ultralytics exports are fed'
      : 'usual for detectors; not in the file, so check with the makers',
  };
}
