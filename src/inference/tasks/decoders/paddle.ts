import { Candidates } from '../candidates.js';
import type { NamedTensor } from '../task-io.js';
import { describeOutputs, numbersOf, wholeNumbersOf } from '../tensor-numbers.js';
import { toPixels } from './box-units.js';
import { activate, type AnchorRows, type DecodeRequest } from './decode-request.js';

/** Class, score, x1 y1 x2 y2. */
const COLUMNS = 6;
const BOX_AT = 2;

/**
 * Finished boxes as PaddleDetection exports them: rows of all pictures one after the other, [K, 6], and how many of them each
 * picture has, [N]. A class of -1 means that nothing was found.
 *
 * @throws Error when no output has such a shape
 * @see PaddlePaddle/PaddleDetection (Apache-2.0), deploy/python/infer.py; the operator multiclass_nms3 of Paddle
 */
export function decodePaddle({ outputs, item, spec, scoreThreshold, isWanted }: DecodeRequest): Candidates {
  const rows = outputs.find(({ dims }) => dims.length === 2 && dims[1] === COLUMNS);
  if (!rows) {
    throw new Error(
      `the paddle decoder expects rows [K, ${COLUMNS}] of class, score and box; the model has ${describeOutputs(outputs)}`,
    );
  }
  const boxes = rowsOfPicture(rows, outputs, item);
  const { data, start, anchors, step } = boxes;
  const offset = spec.background === 'first' ? 1 : 0;
  const found = new Candidates();
  for (let row = 0, at = start; row < anchors; row += 1, at += step) {
    const classId = Math.round(data[at - BOX_AT]!) - offset;
    const score = activate(spec, data[at - 1]!);
    if (!(score >= scoreThreshold) || !(classId >= 0) || !isWanted(classId)) continue;
    found.add(data[at]!, data[at + 1]!, data[at + 2]!, data[at + 3]!, score, classId);
  }
  toPixels(found, spec, boxes);
  return found;
}

/** One picture's boxes; all of them where nothing tells how many each picture has. */
function rowsOfPicture(rows: NamedTensor, outputs: readonly NamedTensor[], item: number): AnchorRows {
  const counter = outputs.find(({ type, dims }) => /^u?int/.test(type) && dims.length === 1);
  const all = rows.dims[0]!;
  let first = 0;
  let count = all;
  if (counter) {
    const counts = wholeNumbersOf(counter);
    for (let picture = 0; picture < item; picture += 1) first += counts[picture]!;
    count = Math.min(counts[item] ?? 0, all - first);
  }
  return {
    data: numbersOf(rows),
    start: first * COLUMNS + BOX_AT,
    anchors: Math.max(0, count),
    columns: COLUMNS,
    step: COLUMNS,
    columnStep: 1,
  };
}
