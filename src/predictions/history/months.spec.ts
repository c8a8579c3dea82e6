import { isExpired, monthNamed, monthOf } from './months.js';

describe('monthOf', () => {
  it.each([
    ['2026-11-30T23:59:59.999Z', 0, '2026_11', '2026-11-01', '2026-12-01'],
    ['2026-12-01T00:00:00.000Z', 0, '2026_12', '2026-12-01', '2027-01-01'],
    ['2026-12-31T23:00:00-05:00', 0, '2027_01', '2027-01-01', '2027-02-01'],
    ['2026-12-15T00:00:00Z', 1, '2027_01', '2027-01-01', '2027-02-01'],
    ['2028-01-31T12:00:00Z', 1, '2028_02', '2028-02-01', '2028-03-01'],
  ])('%s and %s months later is %s', (at, offset, name, from, to) => {
    expect(monthOf(new Date(at), offset)).toEqual({ name, from: new Date(from), to: new Date(to) });
  });
});

describe('monthNamed', () => {
  it('gives back the month of a name', () => {
    const month = monthOf(new Date('2027-02-03T04:05:06Z'));
    expect(monthNamed(month.name)).toEqual(month);
  });

  it.each(['2027_13', '2027_00', 'default', '2027_1', '2027_01_x'])('knows none named %s', (name) => {
    expect(monthNamed(name)).toBeUndefined();
  });
});

describe('isExpired', () => {
  const november = monthOf(new Date('2026-11-05T00:00:00Z'));

  it.each([
    ['2026-12-30T23:59:59.999Z', false],
    ['2026-12-31T00:00:00.000Z', true],
  ])('with 30 days to keep, November is over at %s: %s', (now, isOver) => {
    expect(isExpired(november, new Date(now), 30)).toBe(isOver);
  });
});
