import { Candidates } from '../candidates.js';
import type { NamedTensor } from '../task-io.js';
import { describeOutputs, numbersOf, wholeNumbersOf } from '../tensor-numbers.js';
import { cornersAt } from './box-format.js';
import { toPixels } from './box-units.js';
import { activate, type AnchorRows, type DecodeRequest } from './decode-request.js';

/** The outputs of a graph that gives finished boxes in separate tensors. */
export interface FinishedOutputs<T extends Named> {
  /** [N, K, 4] or [K, 4]; with the score behind each box [N, K, 5] or [K, 5]. */
  readonly boxes: T;
  /** [N, K] or [K], with or without a 1 behind; null where the boxes have them. */
  readonly scores: T | null;
  /** As the scores. */
  readonly classes: T;
  /** [N]: how many of the K rows count; null when all do. */
  readonly count: T | null;
}

interface Named {
  readonly name: string;
  readonly type: string;
  readonly dims: readonly (number | string)[];
}

const CLASS_NAME = /class|label|cls/i;
const COUNT_NAME = /num|count/i;
const isWhole = ({ type }: Named): boolean => /^u?int/.test(type);
const isFloat = ({ type }: Named): boolean => type.startsWith('float');

/** Numbers of a row of boxes: x1 y1 x2 y2, and perhaps the score. */
const BOX = 4;
const BOX_AND_SCORE = 5;

/**
 * Tells apart the outputs of torchvision's detectors (boxes, labels, scores), of TensorFlow's Object Detection API
 * (detection_boxes, detection_classes, detection_scores, num_detections), of MMDeploy (dets, labels) and their like. Raw and multiclass outputs beside
 * them are passed over.
 *
 * @returns null when boxes, scores and classes are not there
 */
export function finishedOutputs<T extends Named>(outputs: readonly T[]): FinishedOutputs<T> | null {
  const served = outputs.filter(({ name }) => !/raw_|multiclass|anchor_ind/i.test(name));
  const ofWidth = (width: number): T[] =>
    served.filter(({ type, dims }) => type.startsWith('float') && dims.at(-1) === width && dims.length >= 2);
  const fours = ofWidth(BOX);
  const boxes = fours.find(({ name }) => /box/i.test(name)) ?? fours[0] ?? ofWidth(BOX_AND_SCORE)[0];
  if (!boxes) return null;
  const rank = boxes.dims.length - 1;
  const rows = served.filter(
    (output) =>
      output !== boxes &&
      (output.dims.length === rank || (output.dims.length === rank + 1 && output.dims.at(-1) === 1)) &&
      !(COUNT_NAME.test(output.name) && !CLASS_NAME.test(output.name)),
  );
  const classes = rows.find(({ name }) => CLASS_NAME.test(name)) ?? rows.find(isWhole);
  const hasOwn = boxes.dims.at(-1) === BOX_AND_SCORE;
  const scores = hasOwn ? null : rows.find((output) => output !== classes && isFloat(output));
  if (!classes || scores === undefined) return null;
  const count = served.find(
    (output) => COUNT_NAME.test(output.name) && output !== classes && output !== scores && output !== boxes,
  );
  return { boxes, scores, classes, count: count ?? null };
}

/**
 * Final boxes in separate outputs, overlaps removed by the graph.
 *
 * @throws Error when boxes, scores and classes are not there
 */
export function decodeFinished(request: DecodeRequest): Candidates {
  const { outputs, item, spec, scoreThreshold, isWanted } = request;
  const parts = finishedOutputs(outputs);
  if (!parts) {
    throw new Error(
      `the end2end decoder expects an output [N, K, 6] or [K, 7], or boxes, scores and classes; the model has ${describeOutputs(outputs)}`,
    );
  }
  const boxes = boxRows(parts.boxes, item);
  const scores = parts.scores === null ? null : numbersOf(parts.scores);
  const classes = wholeNumbersOf(parts.classes);
  const used = parts.count === null ? boxes.anchors : (wholeNumbersOf(parts.count)[item] ?? 0);
  const offset = spec.background === 'first' ? 1 : 0;
  const first = item * boxes.anchors;
  const found = new Candidates();
  for (let row = 0; row < Math.min(used, boxes.anchors); row += 1) {
    const raw = scores?.[first + row] ?? boxes.data[boxes.start + row * boxes.step + BOX]!;
    const score = activate(spec, raw);
    const classId = Math.round(classes[first + row]!) - offset;
    if (!(score >= scoreThreshold) || !(classId >= 0) || !isWanted(classId)) continue;
    const [x1, y1, x2, y2] = cornersAt(boxes, row, spec.boxFormat);
    found.add(x1, y1, x2, y2, score, classId);
  }
  toPixels(found, spec, boxes);
  return found;
}

/** Rows of boxes [N, K, 4], or [K, 4] of a single picture, with or without a number behind each box. */
export function boxRows(boxes: NamedTensor, item: number): AnchorRows {
  const [anchors, columns] = boxes.dims.slice(-2) as [number, number];
  return {
    data: numbersOf(boxes),
    start: item * anchors * columns,
    anchors,
    columns,
    step: columns,
    columnStep: 1,
  };
}
