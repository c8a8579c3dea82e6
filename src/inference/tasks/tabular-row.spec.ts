import type { FeatureSpec, TensorInfo } from '../model-spec.js';
import { readRow } from './tabular-row.js';

const INPUTS: TensorInfo[] = [
  { name: 'n', type: 'float32', dims: ['', 5] },
  { name: 't', type: 'string', dims: ['', 1] },
  { name: 'i', type: 'int8', dims: ['', 1] },
];

const feature = (name: string, extra: Partial<FeatureSpec> = {}): FeatureSpec => ({
  name,
  type: 'float',
  tensor: 'n',
  column: 0,
  range: null,
  categories: null,
  nullable: false,
  unit: null,
  description: null,
  ...extra,
});

const AGE = feature('age', { range: [0, 120], unit: 'years' });
const SEX = feature('sex', {
  type: 'string',
  categories: [
    { name: 'female', code: 1 },
    { name: 'male', code: 0 },
  ],
});
const TOWN = feature('town', { type: 'string', tensor: 't', default: 'Riga' });
const INCOME = feature('income', { nullable: true, default: null });
const MEMBER = feature('member', { type: 'boolean', default: false });
const SMALL = feature('small', { type: 'integer', tensor: 'i', default: 3 });
const ALL = [AGE, SEX, TOWN, INCOME, MEMBER, SMALL];

function faults(row: unknown, features = ALL): unknown {
  try {
    readRow(row, features, INPUTS, 'row');
  } catch (error) {
    return (error as { details: { faults: unknown } }).details.faults;
  }
  return [];
}

describe('readRow', () => {
  it.each<[string, unknown]>([
    ['by name', { sex: 'female', age: 31.5, town: 'Riga', income: null, member: false, small: 3 }],
    ['in order', [31.5, 'female', 'Riga', null, false, 3]],
    ['with defaults left out', { age: 31.5, sex: 'female' }],
  ])('reads a row %s', (_how, row) => {
    expect(readRow(row, ALL, INPUTS, 'row')).toEqual([31.5, 1, 'Riga', NaN, 0, 3]);
  });

  it.each<[string, unknown, string]>([
    ['a missing feature', { sex: 'male' }, 'row.age: is missing; expected a number from 0 to 120 (years)'],
    [
      'an unknown one',
      { age: 1, sex: 'male', incme: 2 },
      "row.incme: is not a feature of this model; did you mean 'income'?",
    ],
    [
      'one like no other',
      { age: 1, sex: 'male', shoe_size: 2 },
      'row.shoe_size: is not a feature of this model; its features are age, sex, town, income, member, small',
    ],
    ['a value out of range', { age: 121, sex: 'male' }, 'row.age: 121 is not a number from 0 to 120 (years)'],
    ['another type', { age: '31', sex: 'male' }, "row.age: '31' is not a number from 0 to 120 (years)"],
    ['null', { age: null, sex: 'male' }, 'row.age: null is not a number from 0 to 120 (years)'],
    ['an unknown category', { age: 1, sex: 'Male' }, "row.sex: 'Male' is not one of female, male"],
    ['a number for a text', { age: 1, sex: 'male', town: 5 }, 'row.town: 5 is not a text'],
    ['a text with NUL', { age: 1, sex: 'male', town: 'a\0b' }, "row.town: 'a\0b' is not a text"],
    ['a number for a flag', { age: 1, sex: 'male', member: 1 }, 'row.member: 1 is not true or false'],
    ['a fraction', { age: 1, sex: 'male', small: 1.5 }, 'row.small: 1.5 is not a whole number'],
    [
      'what its number format cannot hold',
      { age: 1, sex: 'male', small: 128 },
      'row.small: 128 is not a whole number',
    ],
    [
      'what would become infinite',
      { age: 1, sex: 'male', income: 1e39 },
      'row.income: 1e+39 is not a number, or null',
    ],
    [
      'too few values',
      [1, 'male'],
      'row: has 2 values, but the model has 6 features: age, sex, town, income, member, small',
    ],
    [
      'a text',
      'age=3',
      'row: expected an object by feature name, or an array in the order of the features; got string',
    ],
    [
      'nothing',
      null,
      'row: expected an object by feature name, or an array in the order of the features; got null',
    ],
  ])('refuses %s', (_what, row, fault) => {
    expect(faults(row)).toEqual([fault]);
  });

  it('names every fault at once', () => {
    expect(faults({ sex: 'x', age: -1, other: 1 })).toHaveLength(3);
  });

  it.each(['__proto__', 'constructor', 'toString', 'a.b', ''])('reads a feature called %j', (name) => {
    const features = [feature(name)];
    expect(readRow(JSON.parse(`{${JSON.stringify(name)}: 2}`), features, INPUTS, 'row')).toEqual([2]);
    expect(faults({}, features)).toEqual([`row.${name}: is missing; expected a number`]);
  });
});
