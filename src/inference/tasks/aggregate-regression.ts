import type { SeenFrame } from './seen-frame.js';
import type { RegressionResult } from './task-io.js';

/** One number over all frames, in its unit. Keys as on the wire. */
export interface ValueOverTime {
  name: string;
  unit: string | null;
  mean: number;
  min: number;
  max: number;
  /** Standard deviation of the values themselves: 0 for a single one. */
  standard_deviation: number;
  /** How many values it is made of. */
  count: number;
}

/** Named numbers of a video. Keys as on the wire. */
export interface RegressionAggregate {
  /** In the order of the model. */
  values: ValueOverTime[];
}

/** Far finer than any unit in use, and without the noise of binary fractions. */
const round = (value: number): number => Math.round(value * 1e6) / 1e6;

/** @param frames in any order; each result counts the same */
export function aggregateRegression(frames: readonly SeenFrame<RegressionResult>[]): RegressionAggregate {
  const numbers = new Map<string, { unit: string | null; values: number[] }>();
  for (const { name, value, unit } of frames.flatMap(({ results }) =>
    results.flatMap(({ values }) => values),
  )) {
    const known = numbers.get(name) ?? { unit, values: [] };
    known.values.push(value);
    numbers.set(name, known);
  }
  return { values: [...numbers].map(([name, { unit, values }]) => ({ name, unit, ...statistics(values) })) };
}

function statistics(values: readonly number[]): Omit<ValueOverTime, 'name' | 'unit'> {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return {
    mean: round(mean),
    min: Math.min(...values),
    max: Math.max(...values),
    standard_deviation: round(Math.sqrt(variance)),
    count: values.length,
  };
}
