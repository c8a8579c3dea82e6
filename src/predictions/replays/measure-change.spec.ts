import { compareResults } from '../../inference/tasks/compare-results.js';
import type { AnswerResult } from '../prediction.js';
import { SAME_ANSWER } from '../same-answer.js';
import { measureChange } from './measure-change.js';

const classes = (label: string, score: number) =>
  ({ classes: [{ label, class_id: 0, score }] }) as unknown as AnswerResult;
const value = (name: string, number: number, range: [number, number] | null) =>
  ({ values: [{ name, value: number, unit: null, range }] }) as unknown as AnswerResult;

const measure = (before: AnswerResult, after: AnswerResult) =>
  measureChange(before, after, compareResults(before, after, SAME_ANSWER));

describe('measureChange', () => {
  it('puts a changed label first, the surer the old one was', () => {
    const sure = measure(classes('rust', 0.9), classes('mould', 0.6));
    const unsure = measure(classes('rust', 0.4), classes('mould', 0.6));
    const moved = measure(classes('rust', 0.9), classes('rust', 0.2));
    expect(sure).toMatchObject({ oldLabel: 'rust', newLabel: 'mould' });
    expect(sure.change).toBeGreaterThan(unsure.change);
    expect(unsure.change).toBeGreaterThan(moved.change);
    expect(moved.scoreShift).toBeCloseTo(-0.7, 6);
  });

  it('is 0 for the same answer', () => {
    expect(measure(classes('rust', 0.9), classes('rust', 0.9))).toEqual({
      oldLabel: 'rust',
      newLabel: 'rust',
      scoreShift: 0,
      change: 0,
    });
  });

  it('measures a value by its range, or by itself', () => {
    expect(measure(value('age', 30, [0, 100]), value('age', 35, [0, 100])).change).toBeCloseTo(0.05, 6);
    expect(measure(value('age', 40, null), value('age', 42, null)).change).toBeCloseTo(0.05, 6);
  });
});
