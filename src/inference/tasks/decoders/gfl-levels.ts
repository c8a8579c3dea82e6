/** What is known of a tensor before and after a run. */
interface Shaped {
  readonly type: string;
  readonly dims: readonly (number | string)[];
}

/** One level of a head whose boxes are distributions. `scores` and `sides` are one tensor where the rows hold both. */
export interface GflLevel<T extends Shaped> {
  /** Pixels of the input from one cell to the next. */
  readonly stride: number;
  /** Cells in a row, and in all. */
  readonly across: number;
  readonly cells: number;
  /** Where in its cell a box is measured from: in the corner or in the middle. */
  readonly centre: 0 | 0.5;
  readonly scores: T;
  readonly sides: T;
  /** Row of the level's first cell. */
  readonly firstRow: number;
  /** Classes, and parts of the distribution of one side. */
  readonly classes: number;
  readonly bins: number;
  /** Column of the first part of the first side. */
  readonly sidesAt: number;
}

/** Parts of a distribution that the published models have, for four sides. */
const USUAL_COLUMNS = 4 * 8;

const PYRAMIDS = [
  [8, 16, 32],
  [8, 16, 32, 64],
];

/**
 * Tells the levels of a head with distributions of distances from its outputs: scores and sides of each level (PicoDet, NanoDet),
 * [N, cells, C] and [N, cells, 4 * bins], or all in one, [N, all cells, C + 4 * bins] (NanoDet-Plus, which measures from the
 * corner of a cell and has a fourth level).
 *
 * @param classes how many there are; null when nobody knows
 * @returns null when the outputs are not such a head's at this size of the input
 */
export function gflLevels<T extends Shaped>(
  outputs: readonly T[],
  { width, height }: { readonly width: number; readonly height: number },
  classes: number | null,
): GflLevel<T>[] | null {
  for (const strides of PYRAMIDS) {
    const sizes = strides.map((stride) => {
      const across = Math.ceil(width / stride);
      return { stride, across, cells: across * Math.ceil(height / stride) };
    });
    const levels =
      outputs.length === 1 ? joined(outputs[0]!, sizes, classes) : separate(outputs, sizes, classes);
    if (levels) return levels;
  }
  return null;
}

type Size = Pick<GflLevel<never>, 'stride' | 'across' | 'cells'>;

function joined<T extends Shaped>(
  output: T,
  sizes: readonly Size[],
  known: number | null,
): GflLevel<T>[] | null {
  const [, rows, columns] = output.dims;
  const all = sizes.reduce((sum, { cells }) => sum + cells, 0);
  if (output.dims.length !== 3 || rows !== all || typeof columns !== 'number') return null;
  const classes = known ?? columns - USUAL_COLUMNS;
  const bins = (columns - classes) / 4;
  if (classes < 1 || !Number.isInteger(bins) || bins < 2) return null;
  const centre = sizes.length === PYRAMIDS[0]!.length ? 0.5 : 0;
  let firstRow = 0;
  return sizes.map((size) => {
    const level = {
      ...size,
      centre,
      scores: output,
      sides: output,
      firstRow,
      classes,
      bins,
      sidesAt: classes,
    };
    firstRow += size.cells;
    return level as GflLevel<T>;
  });
}

function separate<T extends Shaped>(
  outputs: readonly T[],
  sizes: readonly Size[],
  known: number | null,
): GflLevel<T>[] | null {
  if (outputs.length !== 2 * sizes.length) return null;
  const levels: GflLevel<T>[] = [];
  for (const size of sizes) {
    const maps = outputs.filter(({ dims }) => dims.length === 3 && dims[1] === size.cells);
    const isScoresFirst = scoresFirst(
      maps.map(({ dims }) => dims[2]),
      known,
    );
    if (isScoresFirst === null) return null;
    const [scores, sides] = (isScoresFirst ? maps : maps.toReversed()) as [T, T];
    const [classes, columns] = [scores.dims[2] as number, sides.dims[2] as number];
    levels.push({
      ...size,
      centre: 0.5,
      scores,
      sides,
      firstRow: 0,
      classes,
      bins: columns / 4,
      sidesAt: 0,
    });
  }
  const [first] = levels;
  const isOne = levels.every(({ classes, bins }) => classes === first!.classes && bins === first!.bins);
  return isOne ? levels : null;
}

/** Four distributions of two parts or more. */
const maySides = (columns: number): boolean => columns % 4 === 0 && columns >= 8;

/** Which of two maps of a level has the scores; null where neither number can be that of four distributions. */
function scoresFirst(widths: readonly (number | string | undefined)[], known: number | null): boolean | null {
  const [one, two, ...more] = widths;
  if (typeof one !== 'number' || typeof two !== 'number' || more.length > 0) return null;
  if (maySides(two) && (one === known || two === USUAL_COLUMNS || !maySides(one))) return true;
  return maySides(one) && (two === known || one === USUAL_COLUMNS || !maySides(two)) ? false : null;
}
