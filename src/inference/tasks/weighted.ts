/** Mean of values with weights above 0. */
export function weightedMean(values: readonly number[], weights: readonly number[]): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i += 1) {
    sum += values[i]! * weights[i]!;
    total += weights[i]!;
  }
  return sum / total;
}

/** Standard deviation of the values themselves (not an estimate for more of them), with weights above 0. */
export function weightedSpread(values: readonly number[], weights: readonly number[]): number {
  const mean = weightedMean(values, weights);
  return Math.sqrt(
    weightedMean(
      values.map((value) => (value - mean) ** 2),
      weights,
    ),
  );
}
