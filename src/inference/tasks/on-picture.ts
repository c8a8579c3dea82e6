import { movedMask } from './masks/run-lengths.js';
import { roundPixel } from './rounding.js';
import type { Box, Detection, TaskResult } from './task-io.js';

/** The part of a picture that a model looked at: where it begins, and the size of the picture around it, in pixels. */
export interface SeenPart {
  readonly left: number;
  readonly top: number;
  readonly pictureWidth: number;
  readonly pictureHeight: number;
}

/** A result on a part of a picture in the terms of the whole: boxes and points are moved, the size is the picture's. */
export function onPicture(result: TaskResult, part: SeenPart): TaskResult {
  if (!('image' in result)) return result;
  const image = { width: part.pictureWidth, height: part.pictureHeight };
  if (!('detections' in result)) return { ...result, image };
  return { ...result, detections: result.detections.map((detection) => moved(detection, part)), image };
}

function moved(detection: Detection, part: SeenPart): Detection {
  const box: Box = { ...detection.box, ...shifted(detection.box, part) };
  const { keypoints, mask } = detection;
  const picture = { width: part.pictureWidth, height: part.pictureHeight };
  return {
    ...detection,
    box,
    ...(keypoints && { keypoints: keypoints.map((point) => ({ ...point, ...shifted(point, part) })) }),
    ...(mask && { mask: movedMask(mask, part, picture) }),
  };
}

const shifted = ({ x, y }: { x: number; y: number }, { left, top }: SeenPart): { x: number; y: number } => ({
  x: roundPixel(x + left),
  y: roundPixel(y + top),
});
