import { Candidates } from '../candidates.js';
import type { NamedTensor } from '../task-io.js';
import { describeOutputs, numbersOf, type NumberArray } from '../tensor-numbers.js';
import { activate, type DecodeRequest } from './decode-request.js';

const POINTS = 5;
/** Strides by the number of levels, and how many boxes of one place there may be. */
const PYRAMIDS = [
  [8, 16, 32],
  [8, 16, 32, 64, 128],
];
const BOXES_PER_CELL = [2, 1];

/**
 * SCRFD's faces (InsightFace): for every stride scores [A, 1], distances to the four sides [A, 4] in strides, and perhaps
 * five points [A, 10], with or without a batch in front; outputs have no telling names, so their sizes do. Points are the
 * person's right eye, left eye, nose, right and left corner of the mouth.
 *
 * @throws Error when the outputs do not fit the input's size
 * @see Guo et al., "Sample and Computation Redistribution for Efficient Face Detection", arXiv:2105.04714; scrfd.py of
 *   deepinsight/insightface (MIT)
 */
export function decodeScrfd(request: DecodeRequest): Candidates {
  const { outputs, spec } = request;
  const found = new Candidates(spec.keypoints?.count);
  if (!request.isWanted(0)) return found;
  const scores = levels(outputs, 1);
  const boxes = levels(outputs, 4);
  const points = spec.keypoints === null ? [] : levels(outputs, 2 * POINTS);
  const strides = PYRAMIDS.find(({ length }) => length === scores.length);
  const fits =
    strides &&
    boxes.length === strides.length &&
    (spec.keypoints === null || points.length === strides.length);
  if (!fits) throw unfit(request);
  for (const [index, stride] of strides.entries()) {
    addLevel(found, request, stride, scores[index]!, boxes[index]!, points[index]);
  }
  return found;
}

/** Outputs with rows of so many numbers, the largest map first. */
function levels(outputs: readonly NamedTensor[], columns: number): NamedTensor[] {
  return outputs.filter(({ dims }) => dims.at(-1) === columns).toSorted((a, b) => sizeOf(b) - sizeOf(a));
}

const sizeOf = ({ dims }: NamedTensor): number => dims.reduce((size, dim) => size * dim, 1);

function addLevel(
  found: Candidates,
  request: DecodeRequest,
  stride: number,
  scores: NamedTensor,
  boxes: NamedTensor,
  points: NamedTensor | undefined,
): void {
  const { spec, item, scoreThreshold } = request;
  const across = Math.ceil(spec.image.width / stride);
  const cells = across * Math.ceil(spec.image.height / stride);
  const batch = scores.dims.length === 3 ? scores.dims[0]! : 1;
  const perCell = sizeOf(scores) / batch / cells;
  if (!BOXES_PER_CELL.includes(perCell)) throw unfit(request);
  const anchors = cells * perCell;
  const score = numbersOf(scores).subarray(item * anchors);
  const sides = numbersOf(boxes).subarray(item * anchors * 4);
  const places = points && numbersOf(points).subarray(item * anchors * 2 * POINTS);
  for (let anchor = 0; anchor < anchors; anchor += 1) {
    const sure = activate(spec, score[anchor]!);
    if (!(sure >= scoreThreshold)) continue;
    const cell = Math.floor(anchor / perCell);
    const x = (cell % across) * stride;
    const y = Math.floor(cell / across) * stride;
    const at = anchor * 4;
    found.add(
      x - sides[at]! * stride,
      y - sides[at + 1]! * stride,
      x + sides[at + 2]! * stride,
      y + sides[at + 3]! * stride,
      sure,
      0,
      places ? pointsFrom(places, anchor * 2 * POINTS, x, y, stride) : [],
    );
  }
}

function pointsFrom(data: NumberArray, from: number, x: number, y: number, stride: number): number[] {
  const points: number[] = [];
  for (let at = from; at < from + 2 * POINTS; at += 2) {
    points.push(x + data[at]! * stride, y + data[at + 1]! * stride, NaN);
  }
  return points;
}

function unfit({ spec, outputs }: DecodeRequest): Error {
  const { width, height } = spec.image;
  return new Error(
    `the scrfd decoder expects scores [A, 1], distances [A, 4] and points [A, 10] for strides 8, 16, 32 on ${width} x ${height}; the model has ${describeOutputs(outputs)}`,
  );
}
