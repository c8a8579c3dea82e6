/**
 * Wait before the next attempt, in milliseconds: doubles with each failure up to `maxMs`, with half of it left to chance so
 * that several instances do not come back in step.
 *
 * @param failures failures in a row so far, from 1
 * @param random 0-1
 */
export function backoffMs(
  failures: number,
  baseMs: number,
  maxMs: number,
  random: () => number = Math.random,
): number {
  const ceiling = Math.min(maxMs, baseMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(ceiling * (0.5 + 0.5 * random()));
}
