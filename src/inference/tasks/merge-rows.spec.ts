import { mergeRowClasses, mergeRowValues } from './merge-rows.js';
import type { RowClassResult } from './task-io.js';

/** @param said the class that the model names; the best score when absent */
function row(scores: Record<string, number>, said?: string): RowClassResult {
  const classes = Object.entries(scores)
    .map(([label, score], class_id) => ({ label, class_id, score }))
    .toSorted((a, b) => b.score - a.score);
  const label = said ?? classes[0]!.label;
  return { label, class_id: classes.find((each) => each.label === label)?.class_id ?? null, classes };
}

const hours = (value: number) => ({ values: [{ name: 'hours', value, unit: 'h', range: null }] });

describe('mergeRowClasses', () => {
  it('takes the weighted mean of the scores', () => {
    const merged = mergeRowClasses(
      'average',
      [row({ no: 0.9, yes: 0.1 }), row({ no: 0.2, yes: 0.8 })],
      [1, 3],
      2,
    );
    expect(merged).toMatchObject({ label: 'yes', class_id: 1 });
    expect(merged.classes.map(({ label, score }) => [label, score])).toEqual([
      ['yes', 0.625],
      ['no', 0.375],
    ]);
  });

  it('counts the class that each model names, whatever its scores say', () => {
    const results = [
      row({ no: 0.6, yes: 0.4 }, 'yes'),
      row({ no: 0.55, yes: 0.45 }, 'yes'),
      row({ no: 0.9, yes: 0.1 }),
    ];
    const merged = mergeRowClasses('vote', results, [1, 1, 1], 2);
    expect([merged.label, merged.classes[0]!.score, merged.uncertainty]).toEqual(['yes', 0.6667, 0.3333]);
  });

  it('votes without scores too', () => {
    const results = ['b', 'a', 'b'].map((label) => ({ ...row({}, label), class_id: label === 'a' ? 0 : 1 }));
    expect(mergeRowClasses('vote', results, [1, 1, 1], 5)).toMatchObject({ label: 'b', class_id: 1 });
  });

  it('keeps the texts of the class, and as many classes as are asked for', () => {
    const one = row({ a: 0.7, b: 0.3 });
    one.classes[0]!.recommendation = 'Rest';
    const merged = mergeRowClasses('average', [one, row({ a: 0.5, b: 0.5 })], [1, 1], 1);
    expect(merged).toMatchObject({ label: 'a', recommendation: 'Rest' });
    expect(merged.classes).toHaveLength(1);
  });
});

describe('mergeRowValues', () => {
  it('takes the weighted mean of each value, with its spread', () => {
    expect(mergeRowValues([hours(6), hours(8)], [1, 1])).toEqual({
      values: [{ name: 'hours', value: 7, unit: 'h', range: null, spread: 1 }],
    });
  });
});
