import { chooseVersion } from './choose-version.js';

const KEYS = Array.from({ length: 4000 }, (_, index) => `user-${index}`);
const shares = (weights: Record<string, number>) =>
  Object.entries(weights).map(([version, weight]) => ({ version, weight }));
const placesOf = (weights: Record<string, number>, model = 'm') =>
  KEYS.map((key) => chooseVersion(shares(weights), model, key));

describe('chooseVersion', () => {
  it.each([
    [{ '1': 90, '2': 10 }],
    [{ '1': 50, '2': 50 }],
    [{ '1': 99, '2': 1 }],
    [{ '1': 60, '2': 30, '3': 10 }],
  ])('spreads keys as %j says', (weights: Record<string, number>) => {
    const places = placesOf(weights);
    for (const [version, weight] of Object.entries(weights)) {
      const count = places.filter((place) => place === version).length;
      const expected = (KEYS.length * weight) / 100;
      // Four standard deviations of a binomial distribution: the keys are fixed, so this does not vary.
      const slack = 4 * Math.sqrt(expected * (1 - weight / 100));
      expect(Math.abs(count - expected)).toBeLessThan(slack);
    }
  });

  it('gives one key the same version each time', () => {
    expect(placesOf({ '1': 70, '2': 30 })).toEqual(placesOf({ '2': 30, '1': 70 }));
  });

  it.each([
    [1, 5],
    [10, 20],
    [50, 90],
  ])('moves keys only into a canary that grows from %d to %d', (from, to) => {
    const before = placesOf({ '1': 100 - from, '2': from });
    const after = placesOf({ '1': 100 - to, '2': to });
    expect(before.filter((place, index) => place === '2' && after[index] !== '2')).toEqual([]);
    expect(after.filter((place, index) => place === '2' && before[index] === '1').length).toBeGreaterThan(0);
  });

  it('leaves the keys of a third version in peace', () => {
    const before = placesOf({ '1': 80, '2': 10, '3': 10 });
    const after = placesOf({ '1': 70, '2': 20, '3': 10 });
    expect(before.filter((place, index) => place === '1' && after[index] === '3').length).toBeLessThan(
      before.filter((place, index) => place === '1' && after[index] === '2').length,
    );
  });

  it('never takes a version without weight', () => {
    expect(new Set(placesOf({ '1': 0, '2': 100 }))).toEqual(new Set(['2']));
  });

  it('spreads the keys of one model otherwise than those of another', () => {
    const half = { '1': 50, '2': 50 };
    const other = placesOf(half, 'n');
    const same = placesOf(half).filter((place, index) => place === other[index]).length;
    expect(Math.abs(same - KEYS.length / 2)).toBeLessThan(200);
  });
});
