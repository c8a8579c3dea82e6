import { Candidates } from '../candidates.js';
import { isNormalized } from './box-units.js';
import { activate, itemMatrix, rawThreshold, type DecodeRequest, type ItemMatrix } from './decode-request.js';

/**
 * Anchor-free Ultralytics head (YOLOv8, v9, v11 and followers): cx cy w h and one score a class, for each anchor; [4+C, A]
 * or [A, 4+C]. The best class of an anchor is its class.
 *
 * @throws Error when no output has such a shape
 * @see https://docs.ultralytics.com, ultralytics/utils/nms.py (only the layout and the rule are theirs)
 */
export function decodeYolov8(request: DecodeRequest): Candidates {
  const matrix = itemMatrix(request, 'an output [N, 4+C, A]');
  const channelsFirst = isChannelsFirst(matrix, request.spec.labels.length);
  const anchors = channelsFirst ? matrix.columns : matrix.rows;
  const channels = channelsFirst ? matrix.rows : matrix.columns;
  if (channels < 5)
    throw new Error(`the yolov8 decoder expects 4 box rows and a score row at least; got ${channels}`);
  const best = channelsFirst ? bestByRows(matrix, request) : bestByAnchor(matrix, request);
  const step = channelsFirst ? 1 : channels;
  const sideStep = channelsFirst ? anchors : 1;
  return collect(matrix, request, best, anchors, step, sideStep);
}

interface Best {
  /** Greatest raw class score of each anchor, or what the threshold leaves of it. */
  readonly raw: Float32Array;
  readonly classIds: Int32Array;
}

function isChannelsFirst({ rows, columns }: ItemMatrix, labels: number): boolean {
  if (rows === 4 + labels) return true;
  if (columns === 4 + labels) return false;
  return rows < columns;
}

/** Class row after class row, as they lie in memory. */
function bestByRows({ data, start, rows, columns }: ItemMatrix, request: DecodeRequest): Best {
  const threshold = rawThreshold(request);
  const raw = new Float32Array(columns).fill(-Infinity);
  const classIds = new Int32Array(columns).fill(-1);
  for (let row = 4; row < rows; row += 1) {
    const from = start + row * columns;
    for (let anchor = 0; anchor < columns; anchor += 1) {
      const value = data[from + anchor]!;
      if (value >= threshold && value > raw[anchor]!) {
        raw[anchor] = value;
        classIds[anchor] = row - 4;
      }
    }
  }
  return { raw, classIds };
}

function bestByAnchor({ data, start, rows, columns }: ItemMatrix, request: DecodeRequest): Best {
  const threshold = rawThreshold(request);
  const raw = new Float32Array(rows).fill(-Infinity);
  const classIds = new Int32Array(rows).fill(-1);
  for (let anchor = 0, at = start; anchor < rows; anchor += 1) {
    at += 4;
    for (let classId = 0; classId < columns - 4; classId += 1, at += 1) {
      const value = data[at]!;
      if (value >= threshold && value > raw[anchor]!) {
        raw[anchor] = value;
        classIds[anchor] = classId;
      }
    }
  }
  return { raw, classIds };
}

function collect(
  { data, start }: ItemMatrix,
  request: DecodeRequest,
  best: Best,
  anchors: number,
  step: number,
  sideStep: number,
): Candidates {
  const { spec, isWanted } = request;
  const found = new Candidates();
  for (let anchor = 0; anchor < anchors; anchor += 1) {
    const classId = best.classIds[anchor]!;
    if (classId < 0 || !isWanted(classId)) continue;
    const at = start + anchor * step;
    const halfWidth = data[at + 2 * sideStep]! / 2;
    const halfHeight = data[at + 3 * sideStep]! / 2;
    const x = data[at]!;
    const y = data[at + sideStep]!;
    const score = activate(spec, best.raw[anchor]!);
    found.add(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight, score, classId);
  }
  if (found.length > 0 && isNormalized(spec, data, start, anchors, step, sideStep)) {
    found.scale(spec.image.width, spec.image.height);
  }
  return found;
}
