import type { ClassificationSpec } from '../model-spec.js';
import type {
  ClassificationOptions,
  ClassificationResult,
  ClassScore,
  NamedTensor,
  Placement,
} from './task-io.js';
import { labelOf } from './label.js';
import { describeOutputs, numbersOf, type NumberArray } from './tensor-numbers.js';
import { roundScore } from './rounding.js';

/**
 * Reads the scores of one picture: the best `topK` classes, best first; of equal scores the lower class id comes first.
 *
 * @param outputs the first one is read: [N, C], with any number of further dimensions of 1
 * @param item which picture of the batch
 * @throws Error when the output has no class dimension or a score is not a number: such an answer would be made up
 */
export function classify(
  outputs: readonly NamedTensor[],
  item: number,
  spec: ClassificationSpec,
  options: ClassificationOptions,
  placement: Placement,
): ClassificationResult {
  const logits = itemScores(outputs, item);
  const scores = spec.activation === 'softmax' ? softmax(logits) : Float64Array.from(logits);
  if (scores.some((score) => !Number.isFinite(score)))
    throw new Error('the model gave scores that are not numbers');
  return {
    classes: topClasses(scores, options.topK ?? spec.topK).map((classId) =>
      classScore(classId, scores, spec),
    ),
    image: { width: placement.imageWidth, height: placement.imageHeight },
  };
}

function itemScores(outputs: readonly NamedTensor[], item: number): NumberArray {
  const [output] = outputs;
  const dims = output ? output.dims.filter((size, axis) => axis === 0 || size !== 1) : [];
  if (!output || output.dims.length === 0 || dims.length > 2) {
    throw new Error(`expected class scores [N, C]; the model has ${describeOutputs(outputs)}`);
  }
  const batch = output.dims.length === 1 ? 1 : (dims[0] as number);
  const numbers = numbersOf(output);
  const classes = numbers.length / batch;
  return numbers.subarray(item * classes, (item + 1) * classes);
}

/** Softmax that cannot overflow: the greatest logit is taken off first. */
function softmax(logits: NumberArray): Float64Array {
  let greatest = -Infinity;
  for (const logit of logits) if (logit > greatest) greatest = logit;
  const scores = Float64Array.from(logits, (logit) => Math.exp(logit - greatest));
  let total = 0;
  for (const score of scores) total += score;
  return scores.map((score) => score / total);
}

function topClasses(scores: Float64Array, topK: number): number[] {
  return Array.from(scores.keys())
    .toSorted((a, b) => (scores[b] as number) - (scores[a] as number) || a - b)
    .slice(0, Math.max(1, topK));
}

function classScore(classId: number, scores: Float64Array, spec: ClassificationSpec): ClassScore {
  const { name, ...rest } = labelOf(spec.labels, classId);
  return { label: name, class_id: classId, score: roundScore(scores[classId] as number), ...rest };
}
