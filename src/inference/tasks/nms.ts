import type { Candidates } from './candidates.js';

/** Candidates that take part in suppression, best first; the rest cannot matter and would only cost time. */
const MOST_CANDIDATES = 30_000;

export interface NmsOptions {
  /** A box is dropped when its overlap with a better one is greater than this, 0-1. */
  readonly iouThreshold: number;
  readonly maxDetections: number;
  /** Whether a box may suppress a box of another class. */
  readonly classAgnostic: boolean;
}

/**
 * Greedy non-maximum suppression: best score first, of equal scores the earlier candidate.
 *
 * @returns indexes of the boxes that stay, best first
 * @see torchvision.ops.nms and batched_nms (BSD-3-Clause) for the rule "overlap > threshold"; MOST_CANDIDATES is max_nms of
 *   Ultralytics' non_max_suppression
 */
export function suppress(candidates: Candidates, options: NmsOptions): number[] {
  const { scores } = candidates;
  const order = Array.from({ length: candidates.length }, (_, index) => index)
    .toSorted((a, b) => (scores[b] as number) - (scores[a] as number) || a - b)
    .slice(0, MOST_CANDIDATES);
  const kept: number[] = [];
  for (const index of order) {
    if (kept.length >= options.maxDetections) break;
    if (!isSuppressed(candidates, index, kept, options)) kept.push(index);
  }
  return kept;
}

function isSuppressed(
  { boxes, classIds }: Candidates,
  index: number,
  kept: readonly number[],
  { classAgnostic, iouThreshold }: NmsOptions,
): boolean {
  for (let i = 0; i < kept.length; i += 1) {
    const better = kept[i]!;
    if (!classAgnostic && classIds[better] !== classIds[index]) continue;
    if (overlap(boxes, better * 4, index * 4) > iouThreshold) return true;
  }
  return false;
}

/** Intersection over union of two boxes x1 y1 x2 y2; 0 when both are empty. */
function overlap(boxes: Float64Array, a: number, b: number): number {
  const ax1 = boxes[a]!;
  const ay1 = boxes[a + 1]!;
  const ax2 = boxes[a + 2]!;
  const ay2 = boxes[a + 3]!;
  const bx1 = boxes[b]!;
  const by1 = boxes[b + 1]!;
  const bx2 = boxes[b + 2]!;
  const by2 = boxes[b + 3]!;
  const width = Math.min(ax2, bx2) - Math.max(ax1, bx1);
  const height = Math.min(ay2, by2) - Math.max(ay1, by1);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / ((ax2 - ax1) * (ay2 - ay1) + (bx2 - bx1) * (by2 - by1) - shared);
}
