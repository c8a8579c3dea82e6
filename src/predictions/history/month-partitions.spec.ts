import { monthOf } from './month-partitions.js';

describe('monthOf', () => {
  it.each([
    ['2026-11-21T10:00:00Z', 0, 'predictions_2026_11', '2026-11-01', '2026-12-01'],
    ['2026-11-21T10:00:00Z', 1, 'predictions_2026_12', '2026-12-01', '2027-01-01'],
    ['2026-12-31T23:59:59.999Z', 1, 'predictions_2027_01', '2027-01-01', '2027-02-01'],
    ['2028-02-29T00:00:00Z', 0, 'predictions_2028_02', '2028-02-01', '2028-03-01'],
    ['2027-01-31T00:00:00Z', 1, 'predictions_2027_02', '2027-02-01', '2027-03-01'],
  ])('of %s, %i later, is %s', (at, offset, partition, from, to) => {
    expect(monthOf(new Date(at), offset)).toEqual({
      partition,
      from: new Date(`${from}T00:00:00Z`),
      to: new Date(`${to}T00:00:00Z`),
    });
  });
});
