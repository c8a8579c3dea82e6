import { Candidates } from '../candidates.js';
import { numbersOf } from '../tensor-numbers.js';
import { cornersAt } from './box-format.js';
import { toPixels } from './box-units.js';
import { activate, itemMatrix, type AnchorRows, type DecodeRequest } from './decode-request.js';
import { decodeFinished, finishedOutputs } from './finished-outputs.js';
import { pointsAt } from './keypoint-columns.js';

/** x1 y1 x2 y2, score, class. */
const COLUMNS = 6;
/** Picture of the batch, x1 y1 x2 y2, class and score in either order. */
const COLUMNS_WITH_BATCH = 7;

/**
 * Final boxes, overlaps removed by the graph: [N, K, 6] of YOLOv10, YOLO26 and Ultralytics exports with `nms=True`, with points
 * behind for pose; or [K, 7] where each row names its picture, with the class before the score (YOLOv7) or behind it (YOLO-NAS);
 * or boxes, scores and classes in separate outputs. RT-DETR's rows have the middle and the size of a box. Unused rows have a score of 0.
 *
 * @throws Error when no output has such a shape
 * @see https://docs.ultralytics.com/guides/end2end-detection (only the layout is theirs); WongKinYiu/yolov7,
 *   models/experimental.py, and Deci-AI/super-gradients, documentation/source/models_export.md, for [K, 7]
 */
export function decodeEnd2end(request: DecodeRequest): Candidates {
  const { outputs, item, spec } = request;
  const columns = COLUMNS + spec.extraColumns;
  if (outputs.length > 1 && !outputs.some(({ dims }) => dims.length === 3 && dims[2] === columns)) {
    if (finishedOutputs(outputs)) return decodeFinished(request);
  }
  const rowsOfBatch = outputs.find(({ dims }) => dims.length === 2 && dims[1] === COLUMNS_WITH_BATCH);
  if (rowsOfBatch) {
    const matrix = {
      data: numbersOf(rowsOfBatch),
      start: 0,
      rows: rowsOfBatch.dims[0]!,
      columns: COLUMNS_WITH_BATCH,
    };
    return collect(request, rowsFrom(matrix, 1), 1, item);
  }
  const matrix = itemMatrix(request, 'an output [N, K, 6] or [K, 7]');
  if (matrix.columns !== columns) {
    throw new Error(
      `the end2end decoder expects rows of ${columns} numbers, or [K, 7]; got rows of ${matrix.columns}`,
    );
  }
  return collect(request, rowsFrom(matrix, 0), 0, null);
}

/** Rows whose first number is the first of the box. */
function rowsFrom({ data, start, rows, columns }: ReturnType<typeof itemMatrix>, first: number): AnchorRows {
  return { data, start: start + first, anchors: rows, columns, step: columns, columnStep: 1 };
}

/**
 * @param skipped numbers of a row that stand before its box
 * @param picture whose rows count, where each row names its picture
 */
function collect(
  request: DecodeRequest,
  rows: AnchorRows,
  skipped: number,
  picture: number | null,
): Candidates {
  const { spec, scoreThreshold, isWanted } = request;
  const { data, start, anchors, step } = rows;
  const [scoreAt, classAt] = picture === null || isScoreFirst(rows) ? [4, 5] : [5, 4];
  const offset = spec.background === 'first' ? 1 : 0;
  const found = new Candidates(spec.keypoints?.count);
  found.coefficients = { data, step: 1 };
  const mask = rows.columns - (spec.masks?.count ?? 0);
  for (let row = 0, at = start; row < anchors; row += 1, at += step) {
    if (picture !== null && data[at - skipped] !== picture) continue;
    const score = activate(spec, data[at + scoreAt]!);
    const classId = Math.round(data[at + classAt]!) - offset;
    if (!(score >= scoreThreshold) || !(classId >= 0) || !isWanted(classId)) continue;
    const points = spec.keypoints === null ? [] : pointsAt(data, at + COLUMNS, 1, spec.keypoints);
    const [x1, y1, x2, y2] = cornersAt(rows, row, spec.boxFormat);
    found.add(x1, y1, x2, y2, score, classId, points, at + mask);
  }
  toPixels(found, spec, rows);
  return found;
}

/** Class numbers are whole, and of many scores some are not. */
function isScoreFirst({ data, start, anchors, step }: AnchorRows): boolean {
  for (let row = 0, at = start; row < anchors; row += 1, at += step) {
    if (!Number.isInteger(data[at + 4]!)) return true;
  }
  return false;
}
