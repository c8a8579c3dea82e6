import type { LenientTolerance } from '../inference/tasks/comparison.js';

/**
 * Two versions agree when they say the same, not when they are equally sure of it: the same label first, half of the
 * boxes in the same places, numbers within a tenth.
 */
export const SAME_ANSWER: LenientTolerance = {
  score: 1,
  iou: 0.5,
  f1: 0.5,
  absolute: 0,
  relative: 0.1,
  ofLargest: 0.1,
};
