import type { RegressionResult } from './task-io.js';
import { weightedMean, weightedSpread } from './weighted.js';

/** Far finer than any unit in use, and without the noise of binary fractions. */
const round = (value: number): number => Math.round(value * 1e6) / 1e6;

/**
 * The weighted mean of each value.
 *
 * @param results at least one; all with the names of the first, in any order
 * @param weights above 0, one for each result
 * @returns values, units and ranges in the order of the first result, with the spread of each
 * @throws Error when a result lacks a value: a mean over fewer would pass for one over all
 */
export function mergeRegression(
  results: readonly RegressionResult[],
  weights: readonly number[],
): RegressionResult {
  const [first] = results;
  if (!first) throw new Error('there is no result to merge');
  const values = first.values.map((item) => {
    const numbers = results.map(({ values: all }) => {
      const same = all.find(({ name }) => name === item.name);
      if (!same) throw new Error(`one of the results to merge has no value '${item.name}'`);
      return same.value;
    });
    const value = round(weightedMean(numbers, weights));
    return { ...item, value, spread: round(weightedSpread(numbers, weights)) };
  });
  return { values, image: first.image };
}
