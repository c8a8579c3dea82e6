import type { KeypointSpec } from '../../model-spec.js';

/**
 * Points that stand in a row of an output: x y, or x y score, for each.
 *
 * @param at index of the first number
 * @param columnStep from one number of the row to the next
 * @returns x y score of each point; the score is NaN where the model has none
 */
export function pointsAt(
  data: ArrayLike<number>,
  at: number,
  columnStep: number,
  { count, hasScore }: KeypointSpec,
): number[] {
  const numbers = hasScore ? 3 : 2;
  const points: number[] = [];
  for (let point = 0, from = at; point < count; point += 1, from += numbers * columnStep) {
    const score = hasScore ? data[from + 2 * columnStep]! : NaN;
    points.push(data[from]!, data[from + columnStep]!, score);
  }
  return points;
}
