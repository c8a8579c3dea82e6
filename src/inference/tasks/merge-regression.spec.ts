import { mergeRegression } from './merge-regression.js';
import type { RegressionResult } from './task-io.js';

const IMAGE = { width: 4, height: 3 };
const result = (values: Record<string, number>): RegressionResult => ({
  values: Object.entries(values).map(([name, value]) => ({ name, value, unit: 'degrees', range: [-90, 90] })),
  image: IMAGE,
});

describe('mergeRegression', () => {
  it.each<[string, Record<string, number>[], number[], [string, number, number][]]>([
    ['the mean and half the distance', [{ yaw: -17 }, { yaw: -12 }], [1, 1], [['yaw', -14.5, 2.5]]],
    ['weighted means', [{ yaw: 0 }, { yaw: 10 }], [3, 1], [['yaw', 2.5, 4.330127]]],
    [
      'values by name, in the order of the first',
      [
        { yaw: 1, pitch: 10 },
        { pitch: 20, yaw: 3 },
      ],
      [1, 1],
      [
        ['yaw', 2, 1],
        ['pitch', 15, 5],
      ],
    ],
    [
      'means without the noise of binary fractions',
      [{ age: 0.1 }, { age: 0.2 }],
      [1, 1],
      [['age', 0.15, 0.05]],
    ],
  ])('gives %s', (_what, results, weights, expected) => {
    const merged = mergeRegression(results.map(result), weights);
    expect(merged.values.map(({ name, value, spread }) => [name, value, spread])).toEqual(expected);
    expect(merged.values[0]).toMatchObject({ unit: 'degrees', range: [-90, 90] });
    expect(merged.image).toEqual(IMAGE);
  });

  it('refuses results of different values', () => {
    expect(() => mergeRegression([result({ yaw: 1 }), result({ age: 3 })], [1, 1])).toThrow("no value 'yaw'");
  });
});
