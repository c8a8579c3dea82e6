import type { DetectionSpec } from '../../model-spec.js';
import { logitOf, softmax } from '../activations.js';
import { Candidates } from '../candidates.js';
import { describeOutputs } from '../tensor-numbers.js';
import { cornersAt, type Corners } from './box-format.js';
import { toPixels } from './box-units.js';
import { activate, rawThreshold, type AnchorRows, type DecodeRequest } from './decode-request.js';
import { boxAndScoreRows, rowsOfWidth } from './output-tables.js';
import { decodeOffsets, decodePoints, priorsOf } from './prior-boxes.js';

/**
 * Two outputs in any order and either way round: boxes [N, A, 4] and scores [N, A, C], one column of them perhaps the
 * background. With `spec.priors` the boxes are offsets from them, and points, [N, A, 2 a point], as well.
 *
 * @throws Error when there are no two such outputs, or not as many priors as anchors
 * @see Liu et al., "SSD: Single Shot MultiBox Detector", arXiv:1512.02325, for background and offsets
 * @see Linzaer, Ultra-Light-Fast-Generic-Face-Detector-1MB (MIT), vision/utils/box_utils.py, for `ultraface`
 * @see Carion et al., "End-to-End Object Detection with Transformers", arXiv:2005.12872, for `detr`
 */
export function decodeBoxesScores(request: DecodeRequest): Candidates {
  const { outputs, item, spec } = request;
  const background = spec.background === 'none' ? 0 : 1;
  const columns = spec.labels.length > 0 ? spec.labels.length + background : null;
  const found = boxAndScoreRows(outputs, item, columns);
  if (!found) {
    throw new Error(
      `the ${spec.decoder} decoder expects outputs [N, A, 4] and [N, A, C]; the model has ${describeOutputs(outputs)}`,
    );
  }
  const { boxes, scores } = found;
  const cornersOf = cornerReader(spec, boxes);
  const pointsOf = pointReader(request, boxes);
  const candidates = new Candidates(spec.keypoints?.count);
  eachBest(scores, request, (anchor, score, classId) => {
    const [x1, y1, x2, y2] = cornersOf(anchor);
    candidates.add(x1, y1, x2, y2, score, classId, pointsOf(anchor));
  });
  if (spec.priors === null) toPixels(candidates, spec, boxes);
  return candidates;
}

/** Calls with the best wanted class of every anchor that reaches the threshold. */
function eachBest(
  { data, start, anchors, columns, step, columnStep }: AnchorRows,
  request: DecodeRequest,
  add: (anchor: number, score: number, classId: number) => void,
): void {
  const { spec, scoreThreshold, isWanted } = request;
  const first = spec.background === 'first' ? 1 : 0;
  const end = spec.background === 'last' ? columns - 1 : columns;
  const isSoftmax = spec.scoreActivation === 'softmax';
  // Of a softmax over two values the greater one is the sigmoid of their difference, and further values only lower it.
  const least = isSoftmax ? logitOf(scoreThreshold) : rawThreshold(request);
  const backgroundAt = spec.background === 'last' ? end : 0;
  for (let anchor = 0; anchor < anchors; anchor += 1) {
    const row = start + anchor * step;
    let best = -Infinity;
    let classId = -1;
    for (let column = first; column < end; column += 1) {
      const value = data[row + column * columnStep]!;
      if (value > best && isWanted(column - first)) {
        best = value;
        classId = column - first;
      }
    }
    if (classId < 0) continue;
    if (!isSoftmax) {
      if (best >= least) add(anchor, activate(spec, best), classId);
      continue;
    }
    const isHopeless =
      spec.background !== 'none' && !(best - data[row + backgroundAt * columnStep]! >= least);
    if (isHopeless) continue;
    const score = softmax(Array.from({ length: columns }, (_, i) => data[row + i * columnStep]!))[
      classId + first
    ]!;
    if (score >= scoreThreshold) add(anchor, score, classId);
  }
}

function cornerReader(spec: DetectionSpec, boxes: AnchorRows): (anchor: number) => Corners {
  const { priors: priorSpec } = spec;
  if (priorSpec === null) return (anchor) => cornersAt(boxes, anchor, spec.boxFormat);
  const priors = priorsOf(priorSpec, spec.image);
  if (priors.length !== boxes.anchors * 4) {
    throw new Error(`output.priors make ${priors.length / 4} boxes; the model has ${boxes.anchors}`);
  }
  const { data, start, step, columnStep } = boxes;
  return (anchor) => {
    const at = start + anchor * step;
    const offsets = [0, 1, 2, 3].map((side) => data[at + side * columnStep]!);
    return decodeOffsets(priors, anchor, offsets as [number, number, number, number], priorSpec.variances);
  };
}

function pointReader(
  { outputs, item, spec }: DecodeRequest,
  boxes: AnchorRows,
): (anchor: number) => number[] {
  const { keypoints, priors: priorSpec } = spec;
  if (keypoints === null) return () => [];
  const width = keypoints.count * 2;
  const rows = rowsOfWidth(
    outputs,
    item,
    outputs.some(({ dims }) => dims.length > 2),
    boxes.anchors,
    width,
  );
  if (!rows) {
    throw new Error(
      `${keypoints.count} points need an output [N, ${boxes.anchors}, ${width}]; the model has ${describeOutputs(outputs)}`,
    );
  }
  const { data, start, step, columnStep } = rows;
  return (anchor) => {
    const raw = Array.from({ length: width }, (_, i) => data[start + anchor * step + i * columnStep]!);
    const places =
      priorSpec === null
        ? raw
        : decodePoints(priorsOf(priorSpec, spec.image), anchor, raw, priorSpec.variances);
    return places.flatMap((value, i) => (i % 2 === 0 ? [value] : [value, NaN]));
  };
}
