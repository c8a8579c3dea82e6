import type { DetectionSpec } from '../model-spec.js';
import { decodeBlazeface } from './decoders/blazeface.js';
import { decodeBoxesScores } from './decoders/boxes-scores.js';
import type { DecodeRequest } from './decoders/decode-request.js';
import { decodeDetr } from './decoders/detr.js';
import { decodeEnd2end } from './decoders/end2end.js';
import { decodeGfl } from './decoders/gfl.js';
import { decodeNmsIndices } from './decoders/nms-indices.js';
import { decodePaddle } from './decoders/paddle.js';
import { decodeScrfd } from './decoders/scrfd.js';
import { decodeYolov5 } from './decoders/yolov5.js';
import { decodeYolov8 } from './decoders/yolov8.js';
import { decodeYolox } from './decoders/yolox.js';
import { decodeYunet } from './decoders/yunet.js';
import type { Candidates } from './candidates.js';
import { counterparts, toPicture, type FoundBox } from './found-box.js';
import { labelName, labelOf } from './label.js';
import { maskMaker } from './masks/mask-maker.js';
import { suppress } from './nms.js';
import { roundPixel, roundScore } from './rounding.js';
import type { Box, Detection, DetectionOptions, DetectionResult, Point, Placement, View } from './task-io.js';

const DECODERS: Readonly<Record<DetectionSpec['decoder'], (request: DecodeRequest) => Candidates>> = {
  yolov8: decodeYolov8,
  yolov5: decodeYolov5,
  yolox: decodeYolox,
  'boxes-scores': decodeBoxesScores,
  ssd: decodeBoxesScores,
  detr: decodeDetr,
  end2end: decodeEnd2end,
  'nms-indices': decodeNmsIndices,
  paddle: decodePaddle,
  gfl: decodeGfl,
  // Two outputs, and a column for the background beside the one label: nothing else is special about it.
  ultraface: decodeBoxesScores,
  yunet: decodeYunet,
  scrfd: decodeScrfd,
  blazeface: decodeBlazeface,
};

/** Overlaps that these leave are meant: the graph suppressed them, or it was trained not to make them. */
const WITHOUT_SUPPRESSION: ReadonlySet<DetectionSpec['decoder']> = new Set([
  'end2end',
  'nms-indices',
  'paddle',
  'detr',
]);

/** A mask takes some milliseconds, and a request may ask for thousands of boxes. */
const MOST_MASKS = 300;

/** Names of classes that are artefacts of training, not findings. */
const NO_FINDINGS = new Set(['background', '__background__']);

/**
 * Turns the raw outputs for one picture into labelled boxes: decode, keep what reaches the score threshold, suppress
 * overlaps, map back to the upright picture, clip to it.
 *
 * @returns best score first; boxes in pixels of the upright picture (to 0.1), scores to 4 decimals
 * @throws Error when the outputs do not have the shape that `spec.decoder` reads
 */
export function detect(view: View, spec: DetectionSpec, options: DetectionOptions): DetectionResult {
  const { outputs, item, placement } = view;
  const candidates = DECODERS[spec.decoder]({
    outputs,
    item,
    spec,
    scoreThreshold: options.scoreThreshold ?? spec.scoreThreshold,
    isWanted: labelFilter(spec, options.labels),
  });
  const kept = suppress(candidates, {
    iouThreshold: WITHOUT_SUPPRESSION.has(spec.decoder)
      ? Infinity
      : (options.iouThreshold ?? spec.iouThreshold),
    maxDetections: options.maxDetections ?? spec.maxDetections,
    classAgnostic: options.classAgnostic ?? spec.classAgnostic,
  });
  const swapped = counterparts(spec.keypoints?.names ?? []);
  const maskOf = options.masks ? maskMaker(view, spec, candidates) : null;
  const detections = kept.flatMap((index, rank) => {
    const found = toPicture(candidates, index, placement, swapped);
    const one = detection(found, spec, placement);
    if (one === null) return [];
    return maskOf === null || rank >= MOST_MASKS ? one : { ...one, mask: maskOf(index, found) };
  });
  return { detections, image: { width: placement.imageWidth, height: placement.imageHeight } };
}

function labelFilter(
  spec: DetectionSpec,
  labels: readonly string[] | undefined,
): (classId: number) => boolean {
  const wanted = labels && labels.length > 0 ? new Set(labels) : undefined;
  return (classId) => {
    const name = labelName(spec.labels, classId);
    return wanted ? wanted.has(name) : !NO_FINDINGS.has(name.toLowerCase());
  };
}

/** null for a box with nothing inside the picture. */
function detection(found: FoundBox, spec: DetectionSpec, placement: Placement): Detection | null {
  const box = clippedBox(found, placement);
  if (box === null) return null;
  const { name, ...rest } = labelOf(spec.labels, found.classId);
  return {
    label: name,
    class_id: found.classId,
    score: roundScore(found.score),
    box,
    ...rest,
    ...(spec.keypoints !== null && { keypoints: pointsOf(found.points, spec.keypoints.names) }),
  };
}

function clippedBox(found: FoundBox, { imageWidth, imageHeight }: Placement): Box | null {
  const x = roundPixel(clip(found.x1, imageWidth));
  const y = roundPixel(clip(found.y1, imageHeight));
  const width = roundPixel(roundPixel(clip(found.x2, imageWidth)) - x);
  const height = roundPixel(roundPixel(clip(found.y2, imageHeight)) - y);
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

function pointsOf(points: readonly number[], names: readonly string[]): Point[] {
  return Array.from({ length: points.length / 3 }, (_, index) => {
    const [x, y, score] = points.slice(index * 3) as [number, number, number];
    const name = names[index];
    return {
      x: roundPixel(x),
      y: roundPixel(y),
      ...(name !== undefined && { name }),
      ...(!Number.isNaN(score) && { score: roundScore(score) }),
    };
  });
}

const clip = (value: number, end: number): number => Math.min(end, Math.max(0, value));
