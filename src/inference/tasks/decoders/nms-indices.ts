import { Candidates } from '../candidates.js';
import type { NamedTensor } from '../task-io.js';
import { describeOutputs, wholeNumbersOf } from '../tensor-numbers.js';
import { cornersAt } from './box-format.js';
import { toPixels } from './box-units.js';
import { activate, type AnchorRows, type DecodeRequest } from './decode-request.js';
import { boxAndScoreRows } from './output-tables.js';

/**
 * What an ONNX NonMaxSuppression chose: rows of picture, class and box ([K, 3], with or without a 1 in front), beside the boxes
 * [N, A, 4] and the scores [N, C, A] that it chose from.
 *
 * @throws Error when one of the three is missing
 * @see https://onnx.ai/onnx/operators/onnx__NonMaxSuppression.html
 */
export function decodeNmsIndices(request: DecodeRequest): Candidates {
  const { outputs, item, spec, scoreThreshold, isWanted } = request;
  const chosen = outputs.find(isIndexTable);
  const others = outputs.filter((output) => output !== chosen);
  const columns = spec.labels.length > 0 ? spec.labels.length : null;
  const rows = boxAndScoreRows(others, item, columns);
  if (!chosen || !rows) {
    throw new Error(
      `the nms-indices decoder expects indices [K, 3], boxes [N, A, 4] and scores [N, C, A]; the model has ${describeOutputs(outputs)}`,
    );
  }
  const indices = wholeNumbersOf(chosen);
  const { boxes, scores } = rows;
  const found = new Candidates();
  for (let at = 0; at + 2 < indices.length; at += 3) {
    const [picture, classId, box] = [indices[at]!, indices[at + 1]!, indices[at + 2]!];
    if (picture !== item || !isInside(boxes, box) || !isWanted(classId)) continue;
    const raw = scores.data[scores.start + box * scores.step + classId * scores.columnStep];
    const score = raw === undefined ? NaN : activate(spec, raw);
    if (!(score >= scoreThreshold)) continue;
    const [x1, y1, x2, y2] = cornersAt(boxes, box, spec.boxFormat);
    found.add(x1, y1, x2, y2, score, classId);
  }
  toPixels(found, spec, boxes);
  return found;
}

const isIndexTable = ({ type, dims }: NamedTensor): boolean =>
  (type === 'int64' || type === 'int32') && dims.at(-1) === 3;

const isInside = ({ anchors }: AnchorRows, box: number): boolean => box >= 0 && box < anchors;
