import type { FeatureSpec } from '../../inference/model-spec.js';
import type { RecordSource } from '../../inference/record-source.js';
import type { RecordFields } from '../subject-record.js';
import { rowOfRecords } from './row-of-records.js';

function feature(from: Partial<RecordSource> | null, rest: Partial<FeatureSpec> = {}): FeatureSpec {
  const source: RecordSource = {
    field: 'sleep',
    aggregate: 'mean',
    windowDays: 3,
    minDays: 1,
    missing: 'error',
    ...from,
  };
  return {
    name: 'x',
    type: 'float',
    tensor: 't',
    column: 0,
    range: null,
    categories: null,
    nullable: false,
    unit: null,
    description: null,
    ...(from === null ? {} : { from: source }),
    ...rest,
  };
}

const day = (date: string, fields: RecordFields) => ({ date, fields });
const DIARY = [
  day('2026-03-01', { sleep: 4, taken: true, place: 'home' }),
  day('2026-02-28', { sleep: 8, taken: false }),
  day('2026-02-26', { sleep: 5, place: 'away' }),
  day('2026-02-20', { sleep: 100 }),
];

const value = (spec: FeatureSpec, asOf = '2026-03-01') => rowOfRecords(DIARY, asOf, [spec]).row['x'];

describe('a row of records', () => {
  it('counts days of the calendar, over the end of a month, up to and with the day that is asked about', () => {
    expect(value(feature({ windowDays: 1 }))).toBe(4);
    expect(value(feature({ windowDays: 2 }))).toBe(6);
    expect(value(feature({ windowDays: 3 }))).toBe(6);
    expect(value(feature({ windowDays: 4 }))).toBeCloseTo(17 / 3);
  });

  it('knows nothing of what came later', () => {
    expect(value(feature({ windowDays: 30 }), '2026-02-26')).toBe(52.5);
  });

  it('takes true as 1 and false as 0 where the feature is a number', () => {
    expect(value(feature({ field: 'taken', windowDays: 7 }))).toBe(0.5);
    expect(value(feature({ field: 'taken', aggregate: 'last' }))).toBe(1);
    expect(value(feature({ field: 'taken', aggregate: 'last' }, { type: 'boolean' }))).toBe(true);
  });

  it('takes the latest text', () => {
    const place = feature({ field: 'place', aggregate: 'last', windowDays: 7 }, { type: 'string' });
    expect([value(place), value(place, '2026-02-28')]).toEqual(['home', 'away']);
  });

  it('counts days that have a value, none if need be', () => {
    expect(value(feature({ aggregate: 'count', windowDays: 7, minDays: 0 }))).toBe(3);
    expect(value(feature({ field: 'nothing', aggregate: 'count', minDays: 0 }))).toBe(0);
  });

  it('takes the default where too few days have a value, and says so', () => {
    const trend = feature({ aggregate: 'trend', minDays: 3, missing: 'default' }, { default: 0 });
    expect(rowOfRecords(DIARY, '2026-03-01', [trend])).toEqual({
      row: { x: 0 },
      defaulted: ['x'],
      missing: [],
    });
    const open = feature({ field: 'nothing', missing: 'default' }, { nullable: true, default: null });
    expect(rowOfRecords(DIARY, '2026-03-01', [open])).toMatchObject({ row: { x: null }, defaulted: ['x'] });
  });

  it('names what is missing, with the days that are needed and those that are there', () => {
    const { missing } = rowOfRecords(DIARY, '2026-03-01', [feature({ minDays: 3 })]);
    expect(missing).toEqual([
      { feature: 'x', field: 'sleep', window_days: 3, needed_days: 3, found_days: 2 },
    ]);
  });

  it('gives a feature that is not made of records its default', () => {
    expect(value(feature(null, { default: 31 }))).toBe(31);
  });

  it('takes a field called __proto__ for a field', () => {
    const spec = feature({ field: '__proto__', missing: 'default' }, { default: 1 });
    expect(value(spec)).toBe(1);
    const records = [day('2026-03-01', Object.fromEntries([['__proto__', 5]]))];
    expect(rowOfRecords(records, '2026-03-01', [spec]).row['x']).toBe(5);
  });
});
