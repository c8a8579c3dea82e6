import type { NumberArray } from './tensor-numbers.js';

export const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** The logit of a score: what a raw value has to reach for its sigmoid to reach the score. */
export const logitOf = (score: number): number => Math.log(score / (1 - score));

/** Softmax that cannot overflow: the greatest logit is taken off first. */
export function softmax(logits: NumberArray | readonly number[]): Float64Array {
  let greatest = -Infinity;
  for (const logit of logits) if (logit > greatest) greatest = logit;
  const scores = Float64Array.from(logits, (logit) => Math.exp(logit - greatest));
  let total = 0;
  for (const score of scores) total += score;
  return scores.map((score) => score / total);
}
