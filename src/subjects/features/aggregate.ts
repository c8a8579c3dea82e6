import type { Aggregate } from '../../inference/record-source.js';

/** A value of one day. `day` counts days, from any day. */
export interface DayValue {
  readonly day: number;
  readonly value: number;
}

type Numeric = Exclude<Aggregate, 'count'>;

/**
 * One number of the values of some days. The caller sees to it that there are enough of them: one, or two for `std` and
 * `trend`.
 *
 * @param values oldest first, one a day at most
 */
export function aggregate(values: readonly DayValue[], kind: Numeric): number {
  return FORMULAS[kind](values);
}

const FORMULAS: Readonly<Record<Numeric, (values: readonly DayValue[]) => number>> = {
  last: (values) => values.at(-1)!.value,
  mean: (values) => sum(values) / values.length,
  sum,
  min: (values) => Math.min(...values.map(({ value }) => value)),
  max: (values) => Math.max(...values.map(({ value }) => value)),
  std,
  trend,
};

function sum(values: readonly DayValue[]): number {
  return values.reduce((total, { value }) => total + value, 0);
}

/** Sample standard deviation: divided by one less than the number of days. */
function std(values: readonly DayValue[]): number {
  const mean = sum(values) / values.length;
  const squares = values.reduce((total, { value }) => total + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/** Slope of the line through the points by ordinary least squares, per day. */
function trend(values: readonly DayValue[]): number {
  const mean = sum(values) / values.length;
  const meanDay = values.reduce((total, { day }) => total + day, 0) / values.length;
  let above = 0;
  let below = 0;
  for (const { day, value } of values) {
    above += (day - meanDay) * (value - mean);
    below += (day - meanDay) ** 2;
  }
  return above / below;
}
