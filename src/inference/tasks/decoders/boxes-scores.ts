import { Candidates } from '../candidates.js';
import type { NamedTensor } from '../task-io.js';
import { describeOutputs, numbersOf } from '../tensor-numbers.js';
import { isNormalized } from './box-units.js';
import { activate, rawThreshold, type DecodeRequest } from './decode-request.js';

/**
 * Two outputs in either order: boxes [N, A, 4] as x1 y1 x2 y2, and scores [N, A, C]. With one column more than there
 * are labels, the first one is the background, as in SSD and its descendants.
 *
 * @throws Error when there are no two such outputs
 * @see Liu et al., "SSD: Single Shot MultiBox Detector", arXiv:1512.02325
 * @see Linzaer, Ultra-Light-Fast-Generic-Face-Detector-1MB (MIT), vision/utils/box_utils.py, for `ultraface`
 */
export function decodeBoxesScores(request: DecodeRequest): Candidates {
  const { spec, item, isWanted } = request;
  const { boxes, scores } = findOutputs(request);
  const sides = numbersOf(boxes);
  const values = numbersOf(scores);
  const batch = scores.dims.length > 2 ? scores.dims[0]! : 1;
  const anchors = sides.length / batch / 4;
  const columns = values.length / batch / anchors;
  const firstClass = spec.labels.length > 0 && columns === spec.labels.length + 1 ? 1 : 0;
  const threshold = rawThreshold(request);
  const found = new Candidates();
  const boxStart = item * anchors * 4;
  for (let anchor = 0, at = item * anchors * columns; anchor < anchors; anchor += 1, at += columns) {
    let best = -Infinity;
    let classId = -1;
    for (let column = firstClass; column < columns; column += 1) {
      const value = values[at + column]!;
      if (value > best && isWanted(column - firstClass)) {
        best = value;
        classId = column - firstClass;
      }
    }
    if (classId < 0 || !(best >= threshold)) continue;
    const box = boxStart + anchor * 4;
    found.add(sides[box]!, sides[box + 1]!, sides[box + 2]!, sides[box + 3]!, activate(spec, best), classId);
  }
  if (found.length > 0 && isNormalized(spec, sides, boxStart, anchors, 4, 1)) {
    found.scale(spec.image.width, spec.image.height);
  }
  return found;
}

/** With four classes both outputs end in 4: then the name decides, and else the order. */
function findOutputs({ outputs, spec }: DecodeRequest): { boxes: NamedTensor; scores: NamedTensor } {
  const shaped = outputs.filter(({ dims }) => dims.length >= 2);
  const fours = shaped.filter(({ dims }) => dims.at(-1) === 4);
  const boxes = fours.find(({ name }) => /box|loc/i.test(name)) ?? fours[0];
  const scores = shaped.find((output) => output !== boxes && sameAnchors(output, boxes));
  if (!boxes || !scores) {
    throw new Error(
      `the ${spec.decoder} decoder expects outputs [N, A, 4] and [N, A, C]; the model has ${describeOutputs(outputs)}`,
    );
  }
  return { boxes, scores };
}

function sameAnchors(output: NamedTensor, boxes: NamedTensor | undefined): boolean {
  const anchorAxis = output.dims.length > 2 ? 1 : 0;
  return boxes !== undefined && boxes.dims[boxes.dims.length > 2 ? 1 : 0] === output.dims[anchorAxis];
}
