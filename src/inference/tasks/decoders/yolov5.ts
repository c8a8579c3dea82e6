import { Candidates } from '../candidates.js';
import { isNormalized } from './box-units.js';
import { itemMatrix, type DecodeRequest } from './decode-request.js';
import { addCentred, eachObject } from './objectness.js';

/**
 * Anchor-based head as YOLOv5 and v7 export it, grid decoded: [N, A, 5+C], cx cy w h, objectness, class scores.
 *
 * @throws Error when no output has such a shape
 */
export function decodeYolov5(request: DecodeRequest): Candidates {
  const matrix = itemMatrix(request, 'an output [N, A, 5+C]');
  const { data, start, rows, columns } = matrix;
  const found = new Candidates();
  eachObject(matrix, request, (at, _anchor, score, classId) => {
    addCentred(found, [data[at]!, data[at + 1]!, data[at + 2]!, data[at + 3]!], score, classId);
  });
  if (found.length > 0 && isNormalized(request.spec, data, start, rows, columns, 1)) {
    found.scale(request.spec.image.width, request.spec.image.height);
  }
  return found;
}
