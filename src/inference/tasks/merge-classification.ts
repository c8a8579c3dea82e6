import { roundScore } from './rounding.js';
import type { ClassificationResult, ClassScore } from './task-io.js';
import { weightedMean, weightedSpread } from './weighted.js';

interface Scores {
  readonly item: ClassScore;
  readonly scores: number[];
}

/** The scores of each label in each result, in the order of the first result that names it; 0 where a result lacks it. */
function byLabel(results: readonly ClassificationResult[]): Scores[] {
  const found = new Map<string, Scores>();
  results.forEach(({ classes }, index) => {
    for (const item of classes) {
      let entry = found.get(item.label);
      if (!entry) found.set(item.label, (entry = { item, scores: results.map(() => 0) }));
      entry.scores[index] = item.score;
    }
  });
  return [...found.values()];
}

const byScore = (a: ClassScore, b: ClassScore): number => b.score - a.score || a.class_id - b.class_id;

/**
 * The weighted mean of the scores of each label. Numbers and texts of a label are those of the first result that has it.
 *
 * @param results at least one; with all their classes, since one left out counts with a score of 0
 * @param weights above 0, one for each result
 * @param topK how many classes to keep; all when absent
 * @returns best score first, with the spread of each class; `uncertainty` is that of the best one. The picture is the first's
 */
export function mergeClassification(
  results: readonly ClassificationResult[],
  weights: readonly number[],
  topK?: number,
): ClassificationResult {
  const classes = byLabel(results)
    .map(({ item, scores }) => ({
      ...item,
      score: roundScore(weightedMean(scores, weights)),
      spread: roundScore(weightedSpread(scores, weights)),
    }))
    .toSorted(byScore);
  return finished(classes, classes[0]?.spread ?? 0, results, topK);
}

/**
 * Each result votes for its best class. The score of a class is its part of the weighted votes; of equal ones the class with
 * the greater weighted sum of scores comes first.
 *
 * @param results at least one; with all their classes
 * @param weights above 0, one for each result
 * @returns as `mergeClassification`, but `uncertainty` is the part of the votes that the first class did not get
 */
export function voteClassification(
  results: readonly ClassificationResult[],
  weights: readonly number[],
  topK?: number,
): ClassificationResult {
  const choices = results.map(({ classes }) => classes[0]?.label);
  const ranked = byLabel(results)
    .map(({ item, scores }) => {
      const share = weightedMean(
        choices.map((label) => (label === item.label ? 1 : 0)),
        weights,
      );
      const spread = roundScore(weightedSpread(scores, weights));
      return { item: { ...item, score: roundScore(share), spread }, mean: weightedMean(scores, weights) };
    })
    .toSorted((a, b) => b.item.score - a.item.score || b.mean - a.mean || byScore(a.item, b.item));
  const classes = ranked.map(({ item }) => item);
  return finished(classes, roundScore(1 - (classes[0]?.score ?? 0)), results, topK);
}

function finished(
  classes: readonly ClassScore[],
  uncertainty: number,
  [first]: readonly ClassificationResult[],
  topK = classes.length,
): ClassificationResult {
  return {
    classes: classes.slice(0, Math.max(1, topK)),
    image: first?.image ?? { width: 0, height: 0 },
    uncertainty,
  };
}
