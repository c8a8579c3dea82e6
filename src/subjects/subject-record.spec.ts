import { dayNumber, isPastDay } from './subject-record.js';

const NOON = Date.parse('2026-03-01T12:00:00Z');

it.each([
  ['2026-03-01', true],
  ['2026-03-02', true], // it has begun on Kiritimati
  ['2026-03-03', false],
  ['2024-02-29', true],
  ['2026-02-29', false],
  ['2026-2-1', false],
  ['1899-12-31', false],
  ['2026-03-01T00:00:00Z', false],
  [20260301, false],
])('%s is a day that has begun: %s', (text, expected) => {
  expect(isPastDay(text, NOON)).toBe(expected);
});

it('days are counted over the change to summer time', () => {
  expect(dayNumber('2026-03-30') - dayNumber('2026-03-28')).toBe(2);
});
