import { Candidates } from '../candidates.js';
import { numbersOf } from '../tensor-numbers.js';
import { isNormalized } from './box-units.js';
import { activate, itemMatrix, type DecodeRequest } from './decode-request.js';

/** x1 y1 x2 y2, score, class. */
const COLUMNS = 6;
/** Picture of the batch, x1 y1 x2 y2, class, score. */
const COLUMNS_WITH_BATCH = 7;

/**
 * Final boxes, overlaps removed by the graph: [N, K, 6] of YOLOv10, YOLO26 and Ultralytics exports with `nms=True`, or
 * [K, 7] of YOLOv7-style exports, where each row names its picture. Unused rows have a score of 0.
 *
 * @throws Error when no output has such a shape
 * @see https://docs.ultralytics.com/guides/end2end-detection (only the layout is theirs); WongKinYiu/yolov7,
 *   models/experimental.py, for [K, 7]
 */
export function decodeEnd2end(request: DecodeRequest): Candidates {
  const { outputs, item } = request;
  const rowsOfBatch = outputs.find(({ dims }) => dims.length === 2 && dims[1] === COLUMNS_WITH_BATCH);
  if (rowsOfBatch) {
    const data = numbersOf(rowsOfBatch);
    const rows = rowsOfBatch.dims[0]!;
    return collect(request, { data, start: 0, rows, columns: COLUMNS_WITH_BATCH }, item);
  }
  const matrix = itemMatrix(request, 'an output [N, K, 6] or [K, 7]');
  if (matrix.columns !== COLUMNS) {
    throw new Error(
      `the end2end decoder expects rows of 6 numbers, or [K, 7]; got rows of ${matrix.columns}`,
    );
  }
  return collect(request, matrix, null);
}

/** @param picture whose rows count, where each row names its picture */
function collect(
  request: DecodeRequest,
  { data, start, rows, columns }: ReturnType<typeof itemMatrix>,
  picture: number | null,
): Candidates {
  const { spec, scoreThreshold, isWanted } = request;
  const [first, scoreAt, classAt] = picture === null ? [0, 4, 5] : [1, 6, 5];
  const found = new Candidates();
  for (let row = 0, at = start; row < rows; row += 1, at += columns) {
    if (picture !== null && data[at] !== picture) continue;
    const score = activate(spec, data[at + scoreAt]!);
    const classId = Math.round(data[at + classAt]!);
    if (!(score >= scoreThreshold) || !(classId >= 0) || !isWanted(classId)) continue;
    const box = at + first;
    found.add(data[box]!, data[box + 1]!, data[box + 2]!, data[box + 3]!, score, classId);
  }
  if (found.length > 0 && isNormalized(spec, data, start + first, rows, columns, 1)) {
    found.scale(spec.image.width, spec.image.height);
  }
  return found;
}
