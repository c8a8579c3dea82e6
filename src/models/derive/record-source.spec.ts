import type { FeatureSpec } from '../../inference/model-spec.js';
import type { RecordSourceManifest } from '../manifest/sections/record-source-manifest.js';
import { recordSource, sourceAsManifest } from './record-source.js';

const FEATURE: FeatureSpec = {
  name: 'sleep_hours',
  type: 'float',
  tensor: 'x',
  column: 0,
  range: null,
  categories: null,
  nullable: false,
  unit: null,
  description: null,
};

function read(declared: RecordSourceManifest, feature: Partial<FeatureSpec> = {}) {
  const faults: string[] = [];
  return { source: recordSource(declared, { ...FEATURE, ...feature }, 'features[0].from', faults), faults };
}

it('takes the latest value of the week from the field of the same name when nothing is said', () => {
  expect(read({})).toEqual({
    source: { field: 'sleep_hours', aggregate: 'last', windowDays: 7, minDays: 1, missing: 'error' },
    faults: [],
  });
});

it('takes the default for missing days where there is one, unless told otherwise', () => {
  expect(read({}, { default: 7 }).source.missing).toBe('default');
  expect(read({}, { nullable: true, default: null }).source.missing).toBe('default');
  expect(read({ missing: 'error' }, { default: 7 }).source.missing).toBe('error');
});

it('is written as a manifest that reads the same', () => {
  const declared = {
    field: 'a',
    aggregate: 'trend',
    window_days: 14,
    min_days: 5,
    missing: 'error',
  } as const;
  expect(sourceAsManifest(read(declared).source)).toEqual(declared);
  expect(sourceAsManifest(read({ aggregate: 'count' }).source)).not.toHaveProperty('min_days');
});

it.each<[RecordSourceManifest, Partial<FeatureSpec>, string]>([
  [
    { aggregate: 'mean' },
    { type: 'string' },
    "aggregate: 'mean' is of numbers, but the feature is string; use last",
  ],
  [
    { aggregate: 'count' },
    { type: 'boolean' },
    "aggregate: 'count' gives a number, but the feature is boolean",
  ],
  [
    { aggregate: 'trend' },
    { type: 'integer' },
    "aggregate: 'trend' gives fractions, but the feature is integer",
  ],
  [{ aggregate: 'std', min_days: 1 }, {}, "min_days: 1, but 'std' needs at least 2 days"],
  [{ aggregate: 'last', min_days: 2 }, {}, "min_days: 'last' does not need a number of days"],
  [{ aggregate: 'std', window_days: 1 }, {}, 'min_days: 2 days cannot be had of a window of 1'],
  [{ missing: 'default' }, {}, "missing: 'default', but the feature has none"],
])('says what is wrong with %j', (declared, feature, fault) => {
  expect(read(declared, feature).faults).toEqual([`features[0].from.${fault}`]);
});
