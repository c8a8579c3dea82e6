import { Candidates } from '../candidates.js';
import { toPixels } from './box-units.js';
import { centred } from './box-format.js';
import {
  activate,
  anchorRows,
  itemMatrix,
  rawThreshold,
  type AnchorRows,
  type DecodeRequest,
} from './decode-request.js';
import { pointsAt } from './keypoint-columns.js';

const BOX = 4;

/**
 * Anchor-free Ultralytics head (YOLOv8, v9, v11 and followers): cx cy w h and one score a class, for each anchor; [4+C, A]
 * or [A, 4+C]. The best class of an anchor is its class. Pose heads have points after the scores, x y and how visible.
 *
 * @throws Error when no output has such a shape
 * @see https://docs.ultralytics.com, ultralytics/utils/nms.py (only the layout and the rule are theirs)
 */
export function decodeYolov8(request: DecodeRequest): Candidates {
  const { spec, isWanted } = request;
  const known = spec.labels.length > 0 ? BOX + spec.labels.length + spec.extraColumns : null;
  const rows = anchorRows(itemMatrix(request, 'an output [N, 4+C, A]'), known);
  const classes = rows.columns - BOX - spec.extraColumns;
  if (classes < 1) {
    const extra = spec.extraColumns > 0 ? ` and ${spec.extraColumns} more` : '';
    throw new Error(
      `the yolov8 decoder expects 4 box rows and a score row at least${extra}; got ${rows.columns}`,
    );
  }
  const best = rows.step === 1 ? bestByRows(rows, classes, request) : bestByAnchor(rows, classes, request);
  const { data, start, anchors, step, columnStep } = rows;
  const { keypoints } = spec;
  const found = new Candidates(keypoints?.count);
  found.coefficients = { data, step: columnStep };
  const mask = rows.columns - (spec.masks?.count ?? 0);
  for (let anchor = 0; anchor < anchors; anchor += 1) {
    const classId = best.classIds[anchor]!;
    if (classId < 0 || !isWanted(classId)) continue;
    const at = start + anchor * step;
    const [x1, y1, x2, y2] = centred(
      data[at]!,
      data[at + columnStep]!,
      data[at + 2 * columnStep]!,
      data[at + 3 * columnStep]!,
    );
    const points =
      keypoints === null ? [] : pointsAt(data, at + (BOX + classes) * columnStep, columnStep, keypoints);
    found.add(x1, y1, x2, y2, activate(spec, best.raw[anchor]!), classId, points, at + mask * columnStep);
  }
  toPixels(found, spec, rows);
  return found;
}

interface Best {
  /** Greatest raw class score of each anchor, or what the threshold leaves of it. */
  readonly raw: Float32Array;
  readonly classIds: Int32Array;
}

/** Class row after class row, as they lie in memory. */
function bestByRows(
  { data, start, anchors, columnStep }: AnchorRows,
  classes: number,
  request: DecodeRequest,
): Best {
  const threshold = rawThreshold(request);
  const raw = new Float32Array(anchors).fill(-Infinity);
  const classIds = new Int32Array(anchors).fill(-1);
  for (let classId = 0; classId < classes; classId += 1) {
    const from = start + (BOX + classId) * columnStep;
    for (let anchor = 0; anchor < anchors; anchor += 1) {
      const value = data[from + anchor]!;
      if (value >= threshold && value > raw[anchor]!) {
        raw[anchor] = value;
        classIds[anchor] = classId;
      }
    }
  }
  return { raw, classIds };
}

function bestByAnchor(
  { data, start, anchors, step }: AnchorRows,
  classes: number,
  request: DecodeRequest,
): Best {
  const threshold = rawThreshold(request);
  const raw = new Float32Array(anchors).fill(-Infinity);
  const classIds = new Int32Array(anchors).fill(-1);
  for (let anchor = 0; anchor < anchors; anchor += 1) {
    const from = start + anchor * step + BOX;
    for (let classId = 0; classId < classes; classId += 1) {
      const value = data[from + classId]!;
      if (value >= threshold && value > raw[anchor]!) {
        raw[anchor] = value;
        classIds[anchor] = classId;
      }
    }
  }
  return { raw, classIds };
}
