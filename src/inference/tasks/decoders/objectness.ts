import type { Candidates } from '../candidates.js';
import { activate, type DecodeRequest, type ItemMatrix } from './decode-request.js';

/** Adds one anchor's box, given the index of its first number in the output. */
type AddBox = (at: number, anchor: number, score: number, classId: number) => void;

/**
 * Walks rows of cx cy w h, objectness, class scores ([A, 5+C]): score = objectness * best class score. A row whose
 * objectness is below the threshold is left at once, since the product cannot be greater.
 */
export function eachObject(matrix: ItemMatrix, request: DecodeRequest, add: AddBox): void {
  const { data, start, rows, columns } = matrix;
  const { spec, scoreThreshold, isWanted } = request;
  if (columns < 6) {
    throw new Error(`the ${spec.decoder} decoder expects rows of 4 + 1 + C numbers; got rows of ${columns}`);
  }
  for (let anchor = 0, at = start; anchor < rows; anchor += 1, at += columns) {
    const objectness = activate(spec, data[at + 4]!);
    if (!(objectness >= scoreThreshold)) continue;
    let best = -Infinity;
    let classId = -1;
    for (let i = 5; i < columns; i += 1) {
      const value = data[at + i]!;
      if (value > best) {
        best = value;
        classId = i - 5;
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
): void {
  found.add(x - width / 2, y - height / 2, x + width / 2, y + height / 2, score, classId);
}
