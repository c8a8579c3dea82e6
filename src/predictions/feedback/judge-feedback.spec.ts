import type { PredictionRecord } from '../history/prediction-record.js';
import { judge } from './judge-feedback.js';

const CLASSIFIED = {
  model: 'leaves',
  task: 'image-classification',
  status: 'succeeded',
  label: 'rust',
  result: { classes: [{ label: 'rust', score: 0.9 }] },
} as unknown as PredictionRecord;

const MEASURED = {
  model: 'faces',
  task: 'image-regression',
  status: 'succeeded',
  label: null,
  result: {
    values: [
      { name: 'age', value: 31.5 },
      { name: 'yaw', value: -2 },
    ],
  },
} as unknown as PredictionRecord;

const LABELS = { labels: ['rust', 'mould', 'healthy'], values: [] };
const VALUES = { labels: [], values: ['age', 'yaw'] };

describe('judge', () => {
  it('compares a true label with the best label of the answer', () => {
    expect(judge({ label: 'rust' }, CLASSIFIED, LABELS)).toMatchObject({ correct: true, label: 'rust' });
    expect(judge({ label: 'mould' }, CLASSIFIED, LABELS)).toMatchObject({ correct: false, label: 'mould' });
  });

  it('takes a yes or no for any task', () => {
    expect(judge({ correct: false }, MEASURED, VALUES)).toEqual({
      correct: false,
      label: null,
      trueValues: null,
      errors: null,
    });
  });

  it('measures numbers as predicted minus true', () => {
    expect(judge({ values: { age: 30, yaw: 1 } }, MEASURED, VALUES)).toEqual({
      correct: null,
      label: null,
      trueValues: { age: 30, yaw: 1 },
      errors: { age: 1.5, yaw: -3 },
    });
  });

  it('takes any label of a model that is not there any more', () => {
    expect(judge({ label: 'old' }, CLASSIFIED, undefined)).toMatchObject({ correct: false, label: 'old' });
  });

  it.each([
    [{}, CLASSIFIED, LABELS, /send one of 'correct', 'label' and 'values'; got 0/],
    [{ correct: true, label: 'rust' }, CLASSIFIED, LABELS, /got 2 of them/],
    [
      { label: 'rusty' },
      CLASSIFIED,
      LABELS,
      /no label 'rusty'; did you mean 'rust'\? Its labels: rust, mould, healthy/,
    ],
    [{ label: 'a' }, MEASURED, VALUES, /answers without labels/],
    [{ values: { age: 3 } }, CLASSIFIED, LABELS, /has no named values/],
    [{ values: {} }, MEASURED, VALUES, /at least one of age, yaw/],
    [
      { values: { size: 3 } },
      MEASURED,
      VALUES,
      /'values.size': unknown value; values of model 'faces': age, yaw/,
    ],
    [{ values: { age: '3' } }, MEASURED, VALUES, /'values.age' must be a finite number; got "3"/],
    [{ values: { toString: 3 } }, MEASURED, VALUES, /unknown value/],
    [
      { correct: true },
      { ...CLASSIFIED, status: 'failed', errorCode: 'INFERENCE_TIMEOUT' } as PredictionRecord,
      LABELS,
      /failed with INFERENCE_TIMEOUT/,
    ],
  ])('refuses %j', (opinion, record, answerable, message) => {
    expect(() => judge(opinion, record, answerable)).toThrow(message);
  });
});
