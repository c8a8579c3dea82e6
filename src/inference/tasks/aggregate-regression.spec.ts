import { aggregateRegression } from './aggregate-regression.js';
import type { SeenFrame } from './seen-frame.js';
import type { RegressionResult } from './task-io.js';

/** One answer with a yaw in degrees, and an age where it is given. */
function answer(yaw: number, age?: number): RegressionResult {
  const values = [{ name: 'yaw', value: yaw, unit: 'degree', range: null }];
  if (age !== undefined) values.push({ name: 'age', value: age, unit: 'year', range: null });
  return { values, image: { width: 4, height: 4 } };
}

const frames = (...results: RegressionResult[][]): SeenFrame<RegressionResult>[] =>
  results.map((each, seconds) => ({ seconds, results: each }));

describe('aggregateRegression', () => {
  it.each<[string, SeenFrame<RegressionResult>[], Record<string, number[]>]>([
    ['nothing of no frames', [], {}],
    [
      'one frame without any spread',
      frames([answer(3.5, 30)]),
      { yaw: [3.5, 3.5, 3.5, 0, 1], age: [30, 30, 30, 0, 1] },
    ],
    [
      'the spread of the values themselves',
      frames(
        [answer(2)],
        [answer(4)],
        [answer(4)],
        [answer(4)],
        [answer(5)],
        [answer(5)],
        [answer(7)],
        [answer(9)],
      ),
      { yaw: [5, 2, 9, 2, 8] },
    ],
    [
      'every part of every frame',
      frames([answer(-10), answer(10)], [], [answer(30)]),
      { yaw: [10, -10, 30, 16.329932, 3] },
    ],
  ])('gives %s', (_name, seen, expected) => {
    const { values } = aggregateRegression(seen);
    const numbers = values.map((value) => [
      value.name,
      [value.mean, value.min, value.max, value.standard_deviation, value.count],
    ]);
    expect(Object.fromEntries(numbers)).toEqual(expected);
  });

  it('keeps units and the order of the model', () => {
    const { values } = aggregateRegression(frames([answer(1, 2)], [answer(3, 4)]));
    expect(values.map(({ name, unit }) => [name, unit])).toEqual([
      ['yaw', 'degree'],
      ['age', 'year'],
    ]);
  });
});
