import type { DetectionSpec } from '../../inference/model-spec.js';
import { RAW_VALUES, UNIT_VALUES, type PictureProfile } from './image-spec.js';
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

export function detectorFamily(
  decoder: DetectionSpec['decoder'],
  ultralytics: UltralyticsInfo | null,
): DetectorFamily {
  if (decoder === 'yolox') return YOLOX;
  if (decoder === 'ultraface') return ULTRAFACE;
  if (decoder === 'yunet') return YUNET;
  const picture = usualPicture(decoder !== 'boxes-scores', ultralytics !== null);
  if (decoder !== 'end2end') return { picture };
  return {
    picture,
    boxUnits: { value: 'pixels', note: 'as such graphs give them' },
    iouThreshold: { value: 1, note: 'not used: suppression is inside the graph' },
  };
}

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
