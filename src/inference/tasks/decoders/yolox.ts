import { Candidates } from '../candidates.js';
import { anchorRows, itemMatrix, type DecodeRequest } from './decode-request.js';
import { addCentred, eachObject } from './objectness.js';

/** Pyramid levels of the published models; the P6 ones have a level more. */
const STRIDES = [8, 16, 32];
const P6_STRIDES = [8, 16, 32, 64];

/**
 * YOLOX head with the grid still to be decoded: [N, A, 5+C]; centre = (value + cell) * stride, size = exp(value) * stride.
 * Objectness and class scores are through their sigmoid already.
 *
 * @throws Error when no output has such a shape, or its anchors are not those of the input's size
 * @see Ge et al., "YOLOX: Exceeding YOLO Series in 2021", arXiv:2107.08430; demo_postprocess of yolox/utils/demo_utils.py
 *   (Apache-2.0)
 */
export function decodeYolox(request: DecodeRequest): Candidates {
  const known = request.spec.labels.length > 0 ? 5 + request.spec.labels.length : null;
  const rows = anchorRows(itemMatrix(request, 'an output [N, A, 5+C]'), known);
  const { data, columnStep } = rows;
  const levels = pyramid(request, rows.anchors);
  const found = new Candidates();
  let level = 0;
  eachObject(rows, request, (at, anchor, score, classId) => {
    while (anchor >= levels[level]!.end) level += 1;
    const { first, stride, across } = levels[level]!;
    const cell = anchor - first;
    const x = (data[at]! + (cell % across)) * stride;
    const y = (data[at + columnStep]! + Math.floor(cell / across)) * stride;
    const width = Math.exp(data[at + 2 * columnStep]!) * stride;
    const height = Math.exp(data[at + 3 * columnStep]!) * stride;
    addCentred(found, [x, y, width, height], score, classId);
  });
  return found;
}

interface Level {
  readonly stride: number;
  /** Cells in a row. */
  readonly across: number;
  /** Index of the first anchor, and of the one after the last. */
  readonly first: number;
  readonly end: number;
}

function pyramid({ spec }: DecodeRequest, anchors: number): Level[] {
  const { width, height } = spec.image;
  for (const strides of [STRIDES, P6_STRIDES]) {
    const levels: Level[] = [];
    let end = 0;
    for (const stride of strides) {
      const first = end;
      const across = Math.floor(width / stride);
      end += across * Math.floor(height / stride);
      levels.push({ stride, across, first, end });
    }
    if (end === anchors) return levels;
  }
  throw new Error(
    `the yolox decoder expects the anchors of strides ${STRIDES.join(', ')} on ${width} x ${height}; got ${anchors} anchors`,
  );
}
