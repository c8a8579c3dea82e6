import { Candidates } from '../candidates.js';
import { toPixels } from './box-units.js';
import { anchorRows, itemMatrix, type DecodeRequest } from './decode-request.js';
import { addCentred, eachObject } from './objectness.js';

/**
 * Head with objectness as YOLOv5, v6 and v7 export it, grid decoded: cx cy w h, objectness, class scores for each anchor;
 * [A, 5+C] or [5+C, A].
 *
 * @throws Error when no output has such a shape
 */
export function decodeYolov5(request: DecodeRequest): Candidates {
  const { labels, extraColumns } = request.spec;
  const known = labels.length > 0 ? 5 + labels.length + extraColumns : null;
  const rows = anchorRows(itemMatrix(request, 'an output [N, A, 5+C]'), known);
  const { data, columnStep } = rows;
  const found = new Candidates();
  eachObject(rows, request, (at, _anchor, score, classId) => {
    const box = [at, at + columnStep, at + 2 * columnStep, at + 3 * columnStep].map((i) => data[i]!);
    addCentred(found, box as [number, number, number, number], score, classId);
  });
  toPixels(found, request.spec, rows);
  return found;
}
