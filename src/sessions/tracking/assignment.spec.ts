import * as fc from 'fast-check';

import { assign } from './assignment.js';

/** Every way to pair, tried one by one: [pairs, cost] of the best. */
function best(
  costs: readonly (readonly number[])[],
  row = 0,
  taken: ReadonlySet<number> = new Set(),
): [number, number] {
  const line = costs[row];
  if (!line) return [0, 0];
  let found = best(costs, row + 1, taken);
  for (const [column, cost] of line.entries()) {
    if (taken.has(column) || cost === Infinity) continue;
    const [pairs, sum] = best(costs, row + 1, new Set([...taken, column]));
    if (pairs + 1 > found[0] || (pairs + 1 === found[0] && sum + cost < found[1]))
      found = [pairs + 1, sum + cost];
  }
  return found;
}

const matrix = fc
  .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }))
  .chain(([rows, columns]) =>
    fc
      .array(
        fc.array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(Infinity)), {
          minLength: columns,
          maxLength: columns,
        }),
        { minLength: rows, maxLength: rows },
      )
      .map((costs) => ({ rows, columns, costs })),
  );

describe('assign', () => {
  it.each([
    ['nothing', [], []],
    ['one pair', [[0.2]], [0]],
    [
      'the better sum, not the best single pair',
      [
        [0.1, 0.2],
        [0.1, 0.9],
      ],
      [1, 0],
    ],
    ['a row without a column', [[0.1], [0.2]], [0, -1]],
    [
      'no pair that is forbidden',
      [
        [Infinity, 0.5],
        [Infinity, 0.4],
      ],
      [-1, 1],
    ],
    [
      'more pairs before cheaper ones',
      [
        [0, 0.9],
        [0.9, Infinity],
      ],
      [1, 0],
    ],
  ])('gives %s', (_, costs, pairs) => {
    const columns = costs[0]?.length ?? 0;
    expect(
      assign(costs.length, columns, (row, column) => (costs[row] as number[])[column] as number),
    ).toEqual(pairs);
  });

  it('is never worse than the best of all ways to pair', () => {
    fc.assert(
      fc.property(matrix, ({ rows, columns, costs }) => {
        const pairs = assign(rows, columns, (row, column) => (costs[row] as number[])[column] as number);
        const made = pairs.flatMap((column, row) =>
          column < 0 ? [] : [(costs[row] as number[])[column] as number],
        );
        const used = pairs.filter((column) => column >= 0);
        expect(new Set(used).size).toBe(used.length);
        const [count, sum] = best(costs);
        expect(made).toHaveLength(count);
        expect(made.reduce((a, b) => a + b, 0)).toBeCloseTo(sum, 6);
      }),
      { numRuns: 300 },
    );
  });

  it('pairs two hundred with two hundred in their own order when that costs nothing', () => {
    const size = 200;
    const pairs = assign(size, size, (row, column) => (row === column ? 0 : 0.5 + ((row * column) % 7) / 14));
    expect(pairs).toEqual(Array.from({ length: size }, (_, i) => i));
  });
});
