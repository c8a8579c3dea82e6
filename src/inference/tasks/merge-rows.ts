import { mergeClassification, voteClassification } from './merge-classification.js';
import { mergeRegression } from './merge-regression.js';
import type { ClassificationResult, ClassScore, RowClassResult, RowValuesResult } from './task-io.js';

/** The merges of pictures want one; nobody sees it. */
const NO_PICTURE = { width: 0, height: 0 };

/**
 * What several models say of a row, as one class: by the weighted mean of the scores, or by vote. In a vote each model votes
 * for the class that it names, also where another one has a higher score.
 *
 * @param results at least one; with all their classes. For a mean each has to have scores
 * @param weights above 0, one for each result
 * @param topK how many classes to keep
 */
export function mergeRowClasses(
  combine: 'average' | 'vote',
  results: readonly RowClassResult[],
  weights: readonly number[],
  topK: number,
): RowClassResult {
  const isVote = combine === 'vote';
  const asPictures = results.map((result): ClassificationResult => ({
    classes: isVote ? namedFirst(result) : result.classes,
    image: NO_PICTURE,
  }));
  const merge = isVote ? voteClassification : mergeClassification;
  const { classes, uncertainty } = merge(asPictures, weights, topK);
  const [best] = classes;
  if (!best) throw new Error('there is no score to merge');
  const { score: _score, spread: _spread, ...said } = best;
  return { ...said, classes, ...(uncertainty === undefined ? {} : { uncertainty }) };
}

/** The weighted mean of each value, with its spread. */
export function mergeRowValues(
  results: readonly RowValuesResult[],
  weights: readonly number[],
): RowValuesResult {
  const { values } = mergeRegression(
    results.map(({ values: each }) => ({ values: each, image: NO_PICTURE })),
    weights,
  );
  return { values };
}

function namedFirst({ label, class_id, classes, ...texts }: RowClassResult): ClassScore[] {
  const known = classes.find((each) => each.label === label);
  const { uncertainty: _uncertainty, ...rest } = texts;
  const named = known ?? { label, class_id: class_id ?? 0, score: 1, ...rest };
  return [named, ...classes.filter((each) => each !== known)];
}
