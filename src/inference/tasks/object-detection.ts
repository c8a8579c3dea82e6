import type { DetectionSpec } from '../model-spec.js';
import { decodeBoxesScores } from './decoders/boxes-scores.js';
import { decodeEnd2end } from './decoders/end2end.js';
import { decodeYolov5 } from './decoders/yolov5.js';
import { decodeYolov8 } from './decoders/yolov8.js';
import { decodeYolox } from './decoders/yolox.js';
import { decodeYunet } from './decoders/yunet.js';
import type { Candidates } from './candidates.js';
import type { DecodeRequest } from './decoders/decode-request.js';
import { labelName, labelOf } from './label.js';
import { suppress } from './nms.js';
import { roundPixel, roundScore } from './rounding.js';
import type {
  Box,
  Detection,
  DetectionOptions,
  DetectionResult,
  NamedTensor,
  Placement,
  Point,
} from './task-io.js';

const DECODERS: Readonly<Record<DetectionSpec['decoder'], (request: DecodeRequest) => Candidates>> = {
  yolov8: decodeYolov8,
  yolov5: decodeYolov5,
  yolox: decodeYolox,
  'boxes-scores': decodeBoxesScores,
  end2end: decodeEnd2end,
  // Two outputs, and a column for the background beside the one label: nothing else is special about it.
  ultraface: decodeBoxesScores,
  yunet: decodeYunet,
};

/**
 * Turns the raw outputs for one picture into labelled boxes: decode, keep what reaches the score threshold, suppress
 * overlaps, map back to the upright picture, clip to it.
 *
 * @param outputs of the whole batch
 * @param item which picture of the batch
 * @returns best score first; boxes in pixels of the upright picture (to 0.1), scores to 4 decimals
 * @throws Error when the outputs do not have the shape that `spec.decoder` reads
 */
export function detect(
  outputs: readonly NamedTensor[],
  item: number,
  spec: DetectionSpec,
  options: DetectionOptions,
  placement: Placement,
): DetectionResult {
  const candidates = DECODERS[spec.decoder]({
    outputs,
    item,
    spec,
    scoreThreshold: options.scoreThreshold ?? spec.scoreThreshold,
    isWanted: labelFilter(spec, options.labels),
  });
  const kept = suppress(candidates, {
    // Overlaps that the graph itself left are meant.
    iouThreshold: spec.decoder === 'end2end' ? Infinity : (options.iouThreshold ?? spec.iouThreshold),
    maxDetections: options.maxDetections ?? spec.maxDetections,
    classAgnostic: options.classAgnostic ?? spec.classAgnostic,
  });
  const detections: Detection[] = [];
  for (const index of kept) {
    const box = toPicture(candidates.boxes, index * 4, placement);
    if (!box) continue;
    const found = detection(candidates, index, spec, box);
    if (candidates.pointsPerBox > 0) found.keypoints = pointsOf(candidates, index, placement);
    detections.push(found);
  }
  return { detections, image: { width: placement.imageWidth, height: placement.imageHeight } };
}

/** A class called background is an artefact of training, not a finding. */
function labelFilter(
  spec: DetectionSpec,
  labels: readonly string[] | undefined,
): (classId: number) => boolean {
  const wanted = labels && labels.length > 0 ? new Set(labels) : undefined;
  return (classId) => {
    const name = labelName(spec.labels, classId);
    return wanted ? wanted.has(name) : name.toLowerCase() !== 'background';
  };
}

function detection(candidates: Candidates, index: number, spec: DetectionSpec, box: Box): Detection {
  const classId = candidates.classIds[index] as number;
  const { name, ...rest } = labelOf(spec.labels, classId);
  const score = roundScore(candidates.scores[index] as number);
  return { label: name, class_id: classId, score, box, ...rest };
}

/** Input pixels to picture pixels, clipped; null for a box with nothing inside the picture. */
function toPicture(boxes: Float64Array, at: number, placement: Placement): Box | null {
  const { imageWidth, imageHeight, scaleX, scaleY, offsetX, offsetY } = placement;
  const x1 = clip((boxes[at]! - offsetX) / scaleX, imageWidth);
  const y1 = clip((boxes[at + 1]! - offsetY) / scaleY, imageHeight);
  const x2 = clip((boxes[at + 2]! - offsetX) / scaleX, imageWidth);
  const y2 = clip((boxes[at + 3]! - offsetY) / scaleY, imageHeight);
  const x = roundPixel(x1);
  const y = roundPixel(y1);
  const width = roundPixel(roundPixel(x2) - x);
  const height = roundPixel(roundPixel(y2) - y);
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

function pointsOf({ points, pointsPerBox }: Candidates, index: number, placement: Placement): Point[] {
  const { scaleX, scaleY, offsetX, offsetY } = placement;
  return Array.from({ length: pointsPerBox }, (_, point) => {
    const at = (index * pointsPerBox + point) * 2;
    return {
      x: roundPixel((points[at]! - offsetX) / scaleX),
      y: roundPixel((points[at + 1]! - offsetY) / scaleY),
    };
  });
}

const clip = (value: number, end: number): number => Math.min(end, Math.max(0, value));
