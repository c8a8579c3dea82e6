import type { ClassificationSpec } from '../model-spec.js';
import { sigmoid, softmax } from './activations.js';
import { itemNumbers } from './item-numbers.js';
import { labelOf } from './label.js';
import { roundScore } from './rounding.js';
import { describeOutputs } from './tensor-numbers.js';
import type { ClassificationOptions, ClassificationResult, ClassScore, View } from './task-io.js';

/**
 * Reads the scores of one picture: the best `topK` classes, best first; of equal scores the lower class id comes first.
 * Where classes do not exclude each other, those of them that reach the threshold, none perhaps.
 *
 * @param view `spec.tensor` is [N, C] with any further dimensions of 1
 * @throws Error when the output is missing or a score is not a number: such an answer would be made up
 */
export function classify(
  view: View,
  spec: ClassificationSpec,
  options: ClassificationOptions,
): ClassificationResult {
  const scores = classScores(view, spec);
  const least = spec.multiLabel ? (options.scoreThreshold ?? spec.scoreThreshold) : -Infinity;
  const classes = bestFirst(scores)
    .slice(0, options.topK ?? spec.topK)
    .map((classId) => classScore(classId, scores, spec))
    .filter(({ score }) => score >= least);
  const { imageWidth: width, imageHeight: height } = view.placement;
  return { classes, image: { width, height } };
}

/** Probability of each class, the background left out. */
function classScores({ outputs, item }: View, spec: ClassificationSpec): Float64Array {
  const { scale, offset, background } = spec;
  const output = outputs.find(({ name }) => name === spec.tensor);
  const isVector =
    output && output.dims.length > 0 && output.dims.slice(1).filter((dim) => dim !== 1).length < 2;
  if (!isVector) {
    throw new Error(
      `expected class scores '${spec.tensor}' [N, C]; the model has ${describeOutputs(outputs)}`,
    );
  }
  const raw = itemNumbers(outputs, spec.tensor, item, spec.isBinary ? 1 : undefined);
  const scores = activated(
    Float64Array.from(raw, (value) => value * scale + offset),
    spec,
  );
  if (scores.length === 0 || !scores.every(Number.isFinite)) {
    throw new Error('the model gave scores that are not numbers');
  }
  if (spec.isBinary) {
    return Float64Array.of(1 - scores[0]!, scores[0]!);
  }
  return scores.subarray(
    background === 'first' ? 1 : 0,
    background === 'last' ? scores.length - 1 : scores.length,
  );
}

function activated(values: Float64Array, { activation }: ClassificationSpec): Float64Array {
  if (activation === 'softmax') return softmax(values);
  return activation === 'sigmoid' ? values.map(sigmoid) : values;
}

function bestFirst(scores: Float64Array): number[] {
  return Array.from(scores.keys()).toSorted((a, b) => scores[b]! - scores[a]! || a - b);
}

function classScore(classId: number, scores: Float64Array, spec: ClassificationSpec): ClassScore {
  const { name, ...rest } = labelOf(spec.labels, classId);
  return { label: name, class_id: classId, score: roundScore(scores[classId]!), ...rest };
}
