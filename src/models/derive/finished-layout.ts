import type { KeypointSpec, TensorInfo } from '../../inference/model-spec.js';
import { finishedOutputs } from '../../inference/tasks/decoders/finished-outputs.js';
import {
  extraOf,
  FINAL_BOX,
  FINAL_BOX_OF_BATCH,
  isFloat,
  type DetectionLayout,
  type MaskMaps,
} from './detection-layout.js';
import { found, missing, type Outcome } from './outcome.js';
import type { PictureGeometry } from './picture-input.js';
import { shapeText } from './shape-text.js';

/** Names that TensorFlow's Object Detection API gives its outputs. */
const TENSORFLOW_NAMES = ['detection_boxes', 'detection_classes', 'detection_scores'];

/** The name that TensorFlow means: `detection_boxes:0` is `detection_boxes`. */
const plainName = (name: string): string => name.replace(/:\d+$/, '').split('/').at(-1)!;

/** Finished boxes as rows of one output: [N, K, 6], with points behind, or [K, 7]. */
export function finishedRows(
  output: TensorInfo,
  labelCount: number | null,
  note: string,
  points: KeypointSpec | null = null,
  masks: MaskMaps | null = null,
): Outcome<DetectionLayout> {
  const { dims } = output;
  const columns = dims.at(-1);
  const extraColumns = extraOf(points, masks);
  const expected = dims.length === 3 ? FINAL_BOX + extraColumns : FINAL_BOX_OF_BATCH;
  const isRanked = dims.length === 3 || dims.length === 2;
  if (isFloat(output) && isRanked && (columns === expected || typeof columns === 'string')) {
    return found({
      decoder: 'end2end',
      classCount: labelCount,
      note,
      boxUnits: 'pixels',
      extraColumns,
      keypoints: points,
      masks,
    });
  }
  return missing(
    'output.decoder',
    `finished boxes are a float output [N, K, 6] or [K, 7], or outputs with boxes, scores and classes; '${output.name}' is ${shapeText(output)}`,
  );
}

/** Finished boxes as TensorFlow's Object Detection API names them: y1 x1 y2 x2 as fractions, classes from 1. */
export function tensorflowLayout(
  outputs: readonly TensorInfo[],
  labelCount: number | null,
): DetectionLayout | null {
  const names = outputs.map(({ name }) => plainName(name));
  if (!TENSORFLOW_NAMES.every((name) => names.includes(name))) return null;
  return {
    decoder: 'end2end',
    classCount: labelCount,
    note: "outputs named as TensorFlow's Object Detection API does",
    boxFormat: 'corners-yx',
    boxUnits: 'normalized',
    background: 'first',
    isSeparate: true,
  };
}

/** Finished boxes of exporters whose outputs, or inputs beside the picture, tell who made them. */
export function knownFinished(
  outputs: readonly TensorInfo[],
  { constants }: PictureGeometry,
  labelCount: number | null,
): DetectionLayout | null {
  const theirs = tensorflowLayout(outputs, labelCount);
  if (theirs !== null) return theirs;
  const pixels = { boxUnits: 'pixels', isSeparate: true, classCount: labelCount } as const;
  const isScaled = constants.some(({ name }) => name === 'orig_target_sizes');
  if (isScaled && finishedOutputs(outputs)) {
    return { decoder: 'end2end', note: 'boxes in the size that the model is given: RT-DETR', ...pixels };
  }
  const isMmdeploy = ['dets', 'labels'].every((wanted) => outputs.some(({ name }) => name === wanted));
  if (isMmdeploy && finishedOutputs(outputs)) {
    return { decoder: 'end2end', note: "outputs 'dets' and 'labels', as MMDeploy has them", ...pixels };
  }
  return isPaddle(outputs)
    ? { decoder: 'paddle', note: 'rows of class, score and box with a count: PaddleDetection', ...pixels }
    : null;
}

/** [K, 6] of numbers and [N] of whole ones, and perhaps masks. */
export function isPaddle([rows, counts]: readonly TensorInfo[]): boolean {
  return (
    rows !== undefined &&
    isFloat(rows) &&
    rows.dims.length === 2 &&
    rows.dims[1] === FINAL_BOX &&
    counts !== undefined &&
    counts.type.startsWith('int') &&
    counts.dims.length === 1
  );
}

/** Boxes, scores and classes in separate outputs; their units and order are for the manifest to say. */
export function separateLayout(labelCount: number | null, note: string): DetectionLayout {
  return { decoder: 'end2end', classCount: labelCount, note, isSeparate: true };
}
