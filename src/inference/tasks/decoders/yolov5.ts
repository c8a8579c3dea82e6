import { Candidates } from '../candidates.js';
import { toPixels } from './box-units.js';
import { anchorRows, itemMatrix, type DecodeRequest } from './decode-request.js';
import { pointsAt } from './keypoint-columns.js';
import { addCentred, BOX_AND_OBJECT, eachObject } from './objectness.js';

/**
 * Head with objectness as YOLOv5, v6 and v7 export it, grid decoded: cx cy w h, objectness, class scores for each anchor;
 * [A, 5+C] or [5+C, A]. Points stand behind the classes (YOLOv7-pose, v7-face) or in front of them (YOLOv5-face).
 *
 * @throws Error when no output has such a shape
 */
export function decodeYolov5(request: DecodeRequest): Candidates {
  const { labels, extraColumns, keypoints } = request.spec;
  const known = labels.length > 0 ? 5 + labels.length + extraColumns : null;
  const rows = anchorRows(itemMatrix(request, 'an output [N, A, 5+C]'), known);
  const { data, columnStep } = rows;
  const pointsFrom = keypoints?.isBeforeClasses ? BOX_AND_OBJECT : rows.columns - extraColumns;
  const found = new Candidates(keypoints?.count);
  found.coefficients = { data, step: columnStep };
  const mask = rows.columns - (request.spec.masks?.count ?? 0);
  eachObject(rows, request, (at, _anchor, score, classId) => {
    const box = [at, at + columnStep, at + 2 * columnStep, at + 3 * columnStep].map((i) => data[i]!);
    const points =
      keypoints === null ? [] : pointsAt(data, at + pointsFrom * columnStep, columnStep, keypoints);
    addCentred(
      found,
      box as [number, number, number, number],
      score,
      classId,
      points,
      at + mask * columnStep,
    );
  });
  toPixels(found, request.spec, rows);
  return found;
}
