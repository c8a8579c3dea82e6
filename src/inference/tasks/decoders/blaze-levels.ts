/** What is known of a tensor before and after a run. */
interface Shaped {
  readonly dims: readonly (number | string)[];
}

/** One grid of BlazeFace's anchors. */
export interface BlazeLevel<T extends Shaped> {
  /** Cells in a row and in a column; the input is a square. */
  readonly grid: number;
  readonly anchorsPerCell: number;
  readonly scores: T;
  readonly boxes: T;
  /** Row of the first anchor. */
  readonly firstRow: number;
}

/** cx cy w h and x y of six points. */
export const BLAZE_COLUMNS = 16;

/** Short range and back camera; full range. */
const GRIDS: readonly (readonly Pick<BlazeLevel<never>, 'grid' | 'anchorsPerCell'>[])[] = [
  [
    { grid: 16, anchorsPerCell: 2 },
    { grid: 8, anchorsPerCell: 6 },
  ],
  [{ grid: 48, anchorsPerCell: 1 }],
];

/**
 * Tells the grids of BlazeFace from its outputs: scores [N, A, 1] and boxes [N, A, 16], one of each for all anchors or for each
 * grid.
 *
 * @returns null when the outputs are not BlazeFace's
 */
export function blazeLevels<T extends Shaped>(outputs: readonly T[]): BlazeLevel<T>[] | null {
  const maps = (columns: number): T[] =>
    outputs.filter(({ dims }) => dims.length === 3 && dims[2] === columns);
  const scores = maps(1);
  const boxes = maps(BLAZE_COLUMNS);
  if (scores.length + boxes.length !== outputs.length) return null;
  for (const grids of GRIDS) {
    const counts = grids.map(({ grid, anchorsPerCell }) => grid * grid * anchorsPerCell);
    const all = counts.reduce((sum, count) => sum + count, 0);
    const isJoined = scores.length === 1 && boxes.length === 1;
    const levels = grids.map((level, index) => {
      const rows = isJoined ? all : counts[index];
      const firstRow = isJoined ? counts.slice(0, index).reduce((sum, count) => sum + count, 0) : 0;
      const of = (list: readonly T[]): T | undefined => list.find(({ dims }) => dims[1] === rows);
      return { ...level, scores: of(scores), boxes: of(boxes), firstRow };
    });
    const isWhole = isJoined || (scores.length === grids.length && boxes.length === grids.length);
    if (isWhole && levels.every((level) => level.scores && level.boxes)) return levels as BlazeLevel<T>[];
  }
  return null;
}
