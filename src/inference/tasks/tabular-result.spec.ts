import type { TabularHead } from '../model-spec.js';
import { tabularResult } from './tabular-result.js';
import type { NamedTensor } from './task-io.js';

type Classes = Extract<TabularHead, { kind: 'classification' }>;

const head = (extra: Partial<Classes> = {}): Classes => ({
  kind: 'classification',
  labels: [{ name: 'no' }, { name: 'yes', severity: 'high' }],
  classes: ['0', '1'],
  labelTensor: 'label',
  scoreTensors: ['p'],
  activation: 'none',
  topK: 5,
  ...extra,
});

const label = (...values: bigint[]): NamedTensor => ({
  name: 'label',
  type: 'int64',
  dims: [values.length],
  data: BigInt64Array.from(values),
});
const scores = (dims: number[], ...values: number[]): NamedTensor => ({
  name: 'p',
  type: 'float32',
  dims,
  data: Float32Array.from(values),
});

const YES = { label: 'yes', class_id: 1, severity: 'high' };

describe('tabularResult of classes', () => {
  it('reads label and scores of each row', () => {
    const outputs = [label(1n, 0n), scores([2, 2], 0.25, 0.75, 0.5, 0.5)];
    expect(tabularResult(outputs, 0, 2, head(), {})).toEqual({
      ...YES,
      classes: [
        { ...YES, score: 0.75 },
        { label: 'no', class_id: 0, score: 0.25 },
      ],
    });
    expect(tabularResult(outputs, 1, 2, head(), { topK: 1 })).toEqual({
      label: 'no',
      class_id: 0,
      classes: [{ label: 'no', class_id: 0, score: 0.5 }],
    });
  });

  it.each<[string, Partial<Classes>, NamedTensor[], unknown]>([
    [
      'scores alone',
      { labelTensor: null },
      [scores([1, 2], 0.25, 0.75)],
      { ...YES, classes: [{ ...YES, score: 0.75 }] },
    ],
    [
      'a distance from the border between two classes',
      { isMargin: true },
      [label(0n), scores([1, 1], -1.5)],
      {
        label: 'no',
        class_id: 0,
        classes: [{ label: 'no', class_id: 0, score: 1.5 }],
      },
    ],
    ['a label alone', { scoreTensors: [] }, [label(1n)], { ...YES, classes: [] }],
    [
      'one score for two classes',
      { labelTensor: null },
      [scores([1, 1], 0.75)],
      { ...YES, classes: [{ ...YES, score: 0.75 }] },
    ],
    [
      'logits',
      { labelTensor: null, activation: 'softmax' },
      [scores([1, 2], 0, Math.log(3))],
      { ...YES, classes: [{ ...YES, score: 0.75 }] },
    ],
    [
      'a logit',
      { labelTensor: null, activation: 'sigmoid' },
      [scores([1], Math.log(3))],
      { ...YES, classes: [{ ...YES, score: 0.75 }] },
    ],
    [
      'an output a class',
      { scoreTensors: ['q', 'p'] },
      [label(1n), { ...scores([1], 0.25), name: 'q' }, scores([1], 0.75)],
      { ...YES, classes: [{ ...YES, score: 0.75 }] },
    ],
    [
      'a class that nobody knows',
      { scoreTensors: [] },
      [label(7n)],
      { label: '7', class_id: null, classes: [] },
    ],
    [
      'class numbers without a list',
      { classes: null, scoreTensors: [] },
      [label(1n)],
      { ...YES, classes: [] },
    ],
    [
      'texts',
      { classes: ['n', 'y'], scoreTensors: [] },
      [{ name: 'label', type: 'string', dims: [1], data: ['y'] }],
      { ...YES, classes: [] },
    ],
  ])('reads %s', (_what, extra, outputs, expected) => {
    expect(tabularResult(outputs, 0, 1, head(extra), { topK: 1 })).toEqual(expected);
  });

  it.each<[string, NamedTensor[], RegExp]>([
    ['an output that is not there', [label(1n)], /expected 'p'; the model has label \[1\]/],
    [
      'scores of another number of classes',
      [label(1n), scores([1, 3], 0, 0, 1)],
      /3 scores, but it has 2 classes/,
    ],
    [
      'several labels of a row',
      [
        { name: 'label', type: 'int64', dims: [1, 2], data: BigInt64Array.of(1n, 0n) },
        scores([1, 2], 0.5, 0.5),
      ],
      /one label a row is expected, and 'label' has 2/,
    ],
    ['a score that is none', [label(1n), scores([1, 2], NaN, 1)], /scores that are not numbers/],
  ])('refuses %s', (_what, outputs, reason) => {
    expect(() => tabularResult(outputs, 0, 1, head(), {})).toThrow(reason);
  });

  it('refuses outputs of another number of rows', () => {
    const outputs = [label(1n, 1n), scores([1, 3], 0.1, 0.2, 0.7)];
    expect(() => tabularResult(outputs, 0, 2, head(), {})).toThrow(
      /expected 2 rows; the model gave p \[1,3\]/,
    );
  });
});

describe('tabularResult of numbers', () => {
  const value = { name: 'price', tensor: 'p', index: 1, scale: 2, offset: 1, unit: 'EUR', range: null };

  it('reads, scales and names the numbers of a row', () => {
    const outputs = [scores([2, 2], 0, 0.1, 0, 3)];
    expect(tabularResult(outputs, 1, 2, { kind: 'regression', values: [value] }, {})).toEqual({
      values: [{ name: 'price', value: 7, unit: 'EUR', range: null }],
    });
    expect(tabularResult(outputs, 0, 2, { kind: 'regression', values: [value] }, {})).toMatchObject({
      values: [{ value: 1.2 }],
    });
  });

  it('reads 64-bit whole numbers', () => {
    const plain = { ...value, tensor: 'label', index: 0, scale: 1, offset: 0 };
    expect(tabularResult([label(3n)], 0, 1, { kind: 'regression', values: [plain] }, {})).toMatchObject({
      values: [{ value: 3 }],
    });
  });

  it.each([NaN, Infinity])('refuses %d', (number) => {
    const outputs = [scores([1, 2], 0, number)];
    expect(() => tabularResult(outputs, 0, 1, { kind: 'regression', values: [value] }, {})).toThrow(
      "the model gave no number for 'price'",
    );
  });
});
