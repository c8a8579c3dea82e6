import { find, lines, SIZE, tensor } from '../../../test/fixtures/detection-task.js';
import type { NamedTensor } from './task-io.js';

const GFL = { decoder: 'gfl' } as const;
const BINS = 8;
const STRIDES = [8, 16, 32];

/** A distribution that is certain of one distance, as logits. */
const certain = (distance: number): number[] =>
  Array.from({ length: BINS }, (_, bin) => (bin === distance ? 50 : 0));

interface Thing {
  readonly stride: number;
  /** Cell, and distances to left, top, right and bottom in strides. */
  readonly cell: number;
  readonly sides: readonly number[];
  readonly scores: readonly number[];
}

/** Scores and sides of the cells of one level. */
function level(stride: number, things: readonly Thing[]): { scores: number[][]; sides: number[][] } {
  const cells = Array.from({ length: Math.ceil(SIZE / stride) ** 2 }, (_, cell) =>
    things.find((thing) => thing.stride === stride && thing.cell === cell),
  );
  return {
    scores: cells.map((thing) => [...(thing?.scores ?? [0.01, 0.02])]),
    sides: cells.map((thing) => (thing?.sides ?? [0, 0, 0, 0]).flatMap(certain)),
  };
}

const map = (name: string, rows: number[][]): NamedTensor =>
  tensor(name, [1, rows.length, rows[0]!.length], rows.flat());

/** Cell 9 of stride 8 is the second of the second row; cell 0 of stride 32 the first. */
const THINGS: Thing[] = [
  { stride: 8, cell: 9, sides: [1, 0, 2, 1], scores: [0.9, 0.1] },
  { stride: 32, cell: 3, sides: [0, 0, 1, 1], scores: [0.2, 0.7] },
];

describe('sides as distributions', () => {
  const levels = STRIDES.map((stride) => level(stride, THINGS));
  const scores = levels.map((each, index) => map(`cls_${index}`, each.scores));
  const sides = levels.map((each, index) => map(`dis_${index}`, each.sides));
  // Middle of the cell 12, 12: 8 to the left, 16 to the right, 8 down. Cell 3: 48, 48, cut at the edge.
  const FOUND = ['cat 0.9 4,12 24x8', 'dog 0.7 48,48 16x16'];

  it.each<[string, NamedTensor[]]>([
    ['all scores first (PicoDet)', [...scores, ...sides]],
    ['level by level (NanoDet)', scores.flatMap((each, index) => [each, sides[index]!])],
    ['sides first', [...sides, ...scores]],
  ])('in two outputs a stride, %s', (_, outputs) => {
    expect(lines(find(outputs, GFL))).toEqual(FOUND);
  });

  it('in rows of all cells', () => {
    const rows = levels.flatMap((each) => each.scores.map((row, cell) => [...row, ...each.sides[cell]!]));
    expect(lines(find([map('output', rows)], GFL))).toEqual(FOUND);
  });

  it('in rows of all cells of four strides, measured from the corner of a cell (NanoDet-Plus)', () => {
    const rows = [...STRIDES, 64].flatMap((stride) => {
      const each = level(stride, THINGS);
      return each.scores.map((row, cell) => [...row, ...each.sides[cell]!]);
    });
    expect(lines(find([map('output', rows)], GFL))).toEqual(['cat 0.9 0,8 24x8', 'dog 0.7 32,32 32x32']);
  });

  it('count by the mean of what they allow', () => {
    const unsure = certain(0).map((_, bin) => (bin === 1 || bin === 3 ? 50 : 0));
    const [first, ...rest] = sides;
    const data = Float32Array.from(first!.data as Float32Array);
    data.set(unsure, 9 * 4 * BINS);
    const outputs = [...scores, { ...first!, data }, ...rest];
    // Two strides to the left, and the edge of the picture.
    expect(lines(find(outputs, GFL))[0]).toBe('cat 0.9 0,12 28x8');
  });

  it('of another size are refused', () => {
    expect(() => find(scores, GFL)).toThrow(/scores and distributions of the cells/);
  });
});
