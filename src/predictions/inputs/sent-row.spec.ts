import type { FeatureSpec, TensorInfo } from '../../inference/model-spec.js';
import { readRow } from '../../inference/tasks/tabular-row.js';
import { sentRow } from './sent-row.js';

const feature = (name: string, more: Partial<FeatureSpec> = {}): FeatureSpec => ({
  name,
  type: 'float',
  tensor: 'x',
  column: 0,
  range: null,
  categories: null,
  nullable: false,
  unit: null,
  description: null,
  ...more,
});

const FEATURES = [
  feature('age', { type: 'integer' }),
  feature('smokes', { type: 'boolean' }),
  feature('sex', {
    type: 'string',
    categories: [
      { name: 'female', code: 3 },
      { name: 'male', code: 7 },
    ],
  }),
  feature('height', { nullable: true }),
  feature('town', { type: 'string', tensor: 'text' }),
];
const INPUTS = [
  { name: 'x', type: 'float32', dims: ['n', 4] },
  { name: 'text', type: 'string', dims: ['n', 1] },
] as unknown as TensorInfo[];

describe('sentRow', () => {
  it.each([
    { age: 31, smokes: true, sex: 'male', height: 1.5, town: 'Ulm' },
    { age: 0, smokes: false, sex: 'female', height: null, town: '' },
  ])('gives back the row that was read: %j', (row) => {
    expect(sentRow(readRow(row, FEATURES, INPUTS, 'row'), FEATURES)).toEqual(row);
  });
});
