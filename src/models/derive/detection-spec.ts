import type { DetectionSpec } from '../../inference/model-spec.js';
import type { TaskChoice } from './choose-task.js';
import { classLabels } from './class-labels.js';
import { confidenceSpec } from './confidence-spec.js';
import { imageSpec, RAW_VALUES, UNIT_VALUES, type PictureProfile } from './image-spec.js';
import type { TaskParts } from './task-parts.js';
import type { UltralyticsInfo } from './ultralytics.js';

type DetectionChoice = Extract<TaskChoice, { kind: 'object-detection' }>;

/** Grey that YOLO's makers pad with, 0-255. */
const YOLO_PAD = 114;

/** Fills in a detector. What the manifest says and the model cannot do goes to `parts.faults`. */
export function detectionSpec({ picture, layout }: DetectionChoice, parts: TaskParts): DetectionSpec {
  const { manifest, provenance, ultralytics, faults } = parts;
  const output = manifest.output ?? {};
  const take = provenance.take.bind(provenance);
  const isYolox = layout.decoder === 'yolox';
  const image = imageSpec(
    picture,
    manifest.input ?? {},
    detectorProfile(layout.decoder, ultralytics),
    provenance,
    faults,
  );
  return {
    kind: 'object-detection',
    image,
    labels: classLabels(layout.classCount, parts),
    confidence: confidenceSpec(manifest.confidence, provenance),
    decoder: take('output.decoder', {
      declared: output.decoder,
      derived: layout.decoder,
      fallback: layout.decoder,
      note: layout.note,
    }),
    boxUnits: take('output.box_units', {
      declared: output.box_units,
      derived: isYolox ? 'pixels' : undefined,
      fallback: 'auto',
      note: isYolox ? 'cells and strides give pixels' : undefined,
    }),
    scoreActivation: take('output.score_activation', { declared: output.score_activation, fallback: 'none' }),
    scoreThreshold: take('output.score_threshold', { declared: output.score_threshold, fallback: 0.25 }),
    iouThreshold: take('output.iou_threshold', { declared: output.iou_threshold, fallback: 0.45 }),
    maxDetections: take('output.max_detections', { declared: output.max_detections, fallback: 300 }),
    classAgnostic: take('output.class_agnostic', {
      declared: output.class_agnostic,
      derived: isYolox ? true : undefined,
      fallback: false,
      note: isYolox ? "as YOLOX's own demo" : undefined,
    }),
  };
}

/** @see https://github.com/Megvii-BaseDetection/YOLOX (yolox/data/data_augment.py, preproc) for YOLOX */
function detectorProfile(decoder: string, ultralytics: UltralyticsInfo | null): PictureProfile {
  if (decoder === 'yolox') {
    return {
      color: 'BGR',
      fit: 'letterbox-top-left',
      pad: YOLO_PAD,
      resample: 'bilinear',
      values: RAW_VALUES,
      isKnown: true,
      note: 'as YOLOX is fed',
    };
  }
  const isYolo = decoder !== 'boxes-scores';
  const isKnown = ultralytics !== null;
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
