import type { ClassificationSpec } from '../model-spec.js';
import { sigmoid, softmax } from './activations.js';
import { itemNumbers } from './item-numbers.js';
import { labelOf } from './label.js';
import { roundScore } from './rounding.js';
import { deviation } from './statistics.js';
import type { ClassificationOptions, ClassificationResult, ClassScore, View } from './task-io.js';

/**
 * Reads the scores of one picture: the best `topK` classes, best first; of equal scores the lower class id comes first.
 * Where classes do not exclude each other, those that reach the threshold, none perhaps. Over several views the mean of the
 * probabilities decides, and the standard deviation of the best class is the uncertainty.
 *
 * @param views one, or one for each variant of the picture; `spec.tensor` is [N, C] with any further dimensions of 1
 * @throws Error when the output is missing or a score is not a number: such an answer would be made up
 */
export function classify(
  views: readonly View[],
  spec: ClassificationSpec,
  options: ClassificationOptions,
): ClassificationResult {
  const seen = views.map((view) => classScores(view, spec));
  const scores = seen.length === 1 ? seen[0]! : meanScores(seen);
  const order = bestFirst(scores);
  const least = spec.multiLabel ? (options.scoreThreshold ?? spec.scoreThreshold) : 0;
  const chosen = order.filter((classId) => scores[classId]! >= least).slice(0, options.topK ?? spec.topK);
  const { imageWidth: width, imageHeight: height } = views[0]!.placement;
  const best = order[0]!;
  return {
    classes: chosen.map((classId) => classScore(classId, scores, spec)),
    ...(seen.length > 1 && { uncertainty: roundScore(deviation(seen.map((one) => one[best]!))) }),
    image: { width, height },
  };
}

/** Probability of each class, the background left out. */
function classScores({ outputs, item }: View, spec: ClassificationSpec): Float64Array {
  const { scale, offset, background } = spec;
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

function meanScores(seen: readonly Float64Array[]): Float64Array {
  return seen[0]!.map((_, classId) => seen.reduce((sum, one) => sum + one[classId]!, 0) / seen.length);
}

function bestFirst(scores: Float64Array): number[] {
  return Array.from(scores.keys()).toSorted((a, b) => scores[b]! - scores[a]! || a - b);
}

function classScore(classId: number, scores: Float64Array, spec: ClassificationSpec): ClassScore {
  const { name, ...rest } = labelOf(spec.labels, classId);
  return { label: name, class_id: classId, score: roundScore(scores[classId]!), ...rest };
}
