import type { Aggregate } from '../../inference/record-source.js';
import { aggregate, type DayValue } from './aggregate.js';

/** Days 10, 12 and 13: one is missing. */
const VALUES: DayValue[] = [
  { day: 10, value: 8 },
  { day: 12, value: 6 },
  { day: 13, value: 7 },
];

it.each<[Exclude<Aggregate, 'count'>, number]>([
  ['last', 7],
  ['mean', 7],
  ['sum', 21],
  ['min', 6],
  ['max', 8],
  ['std', 1],
  // By hand: day mean 35/3; sum of (day - mean)(value - 7) = -2; sum of squares 14/3.
  ['trend', -3 / 7],
])('%s of three days, one of them missing, is %d', (kind, expected) => {
  expect(aggregate(VALUES, kind)).toBeCloseTo(expected, 12);
});

it('a trend of points on a line is its slope per day, whatever day the counting starts at', () => {
  const line = [0, 1, 2, 5].map((day) => ({ day: day + 20_000, value: 3 - 0.25 * day }));
  expect(aggregate(line, 'trend')).toBeCloseTo(-0.25, 12);
});
