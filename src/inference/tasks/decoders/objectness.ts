import type { Candidates } from '../candidates.js';
import { centred } from './box-format.js';
import { activate, type AnchorRows, type DecodeRequest } from './decode-request.js';

/** Adds one anchor's box, given the index of its first number in the output. */
type AddBox = (at: number, anchor: number, score: number, classId: number) => void;

/** Numbers in front of the class scores, points left out. */
export const BOX_AND_OBJECT = 5;

/**
 * Walks rows of cx cy w h, objectness, class scores: score = objectness * best class score. A row whose objectness is below
 * the threshold is left at once, since the product cannot be greater.
 */
export function eachObject(rows: AnchorRows, request: DecodeRequest, add: AddBox): void {
  const { data, start, anchors, columns, step, columnStep } = rows;
  const { spec, scoreThreshold, isWanted } = request;
  const classes = columns - BOX_AND_OBJECT - spec.extraColumns;
  const firstClass = BOX_AND_OBJECT + (spec.keypoints?.isBeforeClasses ? spec.extraColumns : 0);
  if (classes < 1) {
    throw new Error(`the ${spec.decoder} decoder expects rows of 4 + 1 + C numbers; got rows of ${columns}`);
  }
  for (let anchor = 0, at = start; anchor < anchors; anchor += 1, at += step) {
    const objectness = activate(spec, data[at + 4 * columnStep]!);
    if (!(objectness >= scoreThreshold)) continue;
    let best = -Infinity;
    let classId = -1;
    for (let i = 0, score = at + firstClass * columnStep; i < classes; i += 1, score += columnStep) {
      const value = data[score]!;
      if (value > best) {
        best = value;
        classId = i;
      }
    }
    if (classId < 0) continue;
    const score = objectness * activate(spec, best);
    if (score >= scoreThreshold && isWanted(classId)) add(at, anchor, score, classId);
  }
}

/** Adds a box given by its centre and size. */
export function addCentred(
  found: Candidates,
  [x, y, width, height]: readonly [number, number, number, number],
  score: number,
  classId: number,
  points: readonly number[] = [],
  maskAt?: number,
): void {
  const [x1, y1, x2, y2] = centred(x, y, width, height);
  found.add(x1, y1, x2, y2, score, classId, points, maskAt);
}
