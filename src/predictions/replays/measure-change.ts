import type { Comparison } from '../../inference/tasks/comparison.js';
import type { AnswerResult } from '../prediction.js';
import { labelsOf } from '../prediction-facts.js';

/** One answer beside another one. */
export interface Change {
  readonly oldLabel: string | null;
  readonly newLabel: string | null;
  /** New minus old. */
  readonly scoreShift: number | null;
  /**
   * For putting the most changed ones first, without a unit: 1 plus the old score where the label changed, so that what
   * was sure and is something else now comes first; else the greatest relative change of a value, the shift of the score
   * and a tenth for every difference.
   */
  readonly change: number;
}

const PER_DIFFERENCE = 0.1;

/** @param before a result of the history, @param after of the same task */
export function measureChange(before: AnswerResult, after: AnswerResult, comparison: Comparison): Change {
  const old = labelsOf(before);
  const { label: newLabel } = labelsOf(after);
  const { scoreShift, differences } = comparison;
  const change =
    old.label === newLabel
      ? Math.abs(scoreShift ?? 0) + valueChange(before, after) + PER_DIFFERENCE * differences.length
      : 1 + (old.score ?? 0);
  return { oldLabel: old.label, newLabel, scoreShift, change };
}

/** Greatest change of a named value, as a part of its range where it has one, else of its old value. */
function valueChange(before: AnswerResult, after: AnswerResult): number {
  if (!('values' in before) || !('values' in after)) return 0;
  const changes = before.values.map(({ name, value, range }) => {
    const now = after.values.find((each) => each.name === name)?.value;
    if (now === undefined) return 1;
    const span = range ? range[1] - range[0] : Math.abs(value);
    return Math.abs(now - value) / (span > 0 ? span : 1);
  });
  return Math.max(0, ...changes.filter(Number.isFinite));
}
