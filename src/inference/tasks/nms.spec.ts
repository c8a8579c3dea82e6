import { Candidates } from './candidates.js';
import { suppress } from './nms.js';

type Row = readonly [x1: number, y1: number, x2: number, y2: number, score: number, classId: number];

function candidates(rows: readonly Row[]): Candidates {
  const made = new Candidates();
  for (const row of rows) made.add(...row);
  return made;
}

const OPTIONS = { iouThreshold: 0.5, maxDetections: 100, classAgnostic: false };

describe('suppress', () => {
  const pair: Row[] = [
    [0, 0, 10, 10, 0.6, 0],
    [0, 0, 10, 9, 0.9, 0],
    [50, 50, 60, 60, 0.7, 0],
  ];

  it('keeps the best of boxes that overlap, best first', () => {
    expect(suppress(candidates(pair), OPTIONS)).toEqual([1, 2]);
  });

  it.each([
    [0.89, [1]],
    [0.9, [1, 0]],
    [1, [1, 0]],
  ])('drops an overlap of 0.9 for a threshold of %d only when it is greater', (iouThreshold, kept) => {
    expect(suppress(candidates(pair.slice(0, 2)), { ...OPTIONS, iouThreshold })).toEqual(kept);
  });

  it.each([
    [false, [0, 1]],
    [true, [0]],
  ])('with classAgnostic %s looks at other classes so', (classAgnostic, kept) => {
    const rows: Row[] = [
      [0, 0, 10, 10, 0.9, 0],
      [0, 0, 10, 10, 0.8, 1],
    ];
    expect(suppress(candidates(rows), { ...OPTIONS, classAgnostic })).toEqual(kept);
  });

  it('lets a dropped box drop nobody', () => {
    const rows: Row[] = [
      [0, 0, 10, 10, 0.9, 0],
      [4, 0, 14, 10, 0.8, 0],
      [8, 0, 18, 10, 0.7, 0],
    ];
    expect(suppress(candidates(rows), { ...OPTIONS, iouThreshold: 0.4 })).toEqual([0, 2]);
  });

  it('stops at maxDetections', () => {
    const rows = Array.from({ length: 20 }, (_, i): Row => [i * 20, 0, i * 20 + 5, 5, i / 20, 0]);
    expect(suppress(candidates(rows), { ...OPTIONS, maxDetections: 3 })).toEqual([19, 18, 17]);
  });

  it('takes the earlier of equal scores', () => {
    const rows: Row[] = [
      [0, 0, 10, 10, 0.5, 0],
      [0, 0, 10, 10, 0.5, 0],
    ];
    expect(suppress(candidates(rows), OPTIONS)).toEqual([0]);
  });

  it.each([0, 1, 300, 700])('takes %i candidates', (count) => {
    const rows = Array.from({ length: count }, (_, i): Row => [i * 20, 0, i * 20 + 5, 5, 0.5, 0]);
    expect(suppress(candidates(rows), { ...OPTIONS, maxDetections: 5000 })).toHaveLength(count);
  });

  it('counts empty boxes as not overlapping', () => {
    const rows: Row[] = [
      [1, 1, 1, 1, 0.9, 0],
      [1, 1, 1, 1, 0.8, 0],
    ];
    expect(suppress(candidates(rows), OPTIONS)).toEqual([0, 1]);
  });
});

describe('Candidates', () => {
  it.each([
    [Number.NaN, 0, 1, 1, 0.5],
    [0, 0, Infinity, 1, 0.5],
    [0, -Infinity, 1, 1, 0.5],
    [0, 0, 1, 1, Number.NaN],
  ])('drops %d %d %d %d with score %d', (x1, y1, x2, y2, score) => {
    const made = new Candidates();
    made.add(x1, y1, x2, y2, score, 0);
    expect(made.length).toBe(0);
  });
});
