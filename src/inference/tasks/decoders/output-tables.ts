import type { NamedTensor } from '../task-io.js';
import { numbersOf } from '../tensor-numbers.js';
import { anchorRows, type AnchorRows, type ItemMatrix } from './decode-request.js';

/** Names that outputs of detectors have. */
const BOX_NAME = /box|loc/i;
const SCORE_NAME = /score|logit|conf|prob|cls|class/i;

/** Decoded or raw boxes and the scores of the same anchors, of one picture. */
export interface BoxAndScoreRows {
  readonly boxes: AnchorRows;
  readonly scores: AnchorRows;
}

/**
 * Two outputs with a row for each anchor, in any order and either way round: boxes of four numbers, scores of `columns`.
 * With four columns of scores both look alike: then the name decides, and else the order.
 *
 * @param columns how many scores an anchor has; null when nobody knows
 * @returns null when there are no two such outputs
 */
export function boxAndScoreRows(
  outputs: readonly NamedTensor[],
  item: number,
  columns: number | null,
): BoxAndScoreRows | null {
  const fours = outputs.filter((output) => hasRowsOf(output, 4));
  const boxOutput = fours.find(({ name }) => BOX_NAME.test(name)) ?? fours[0];
  if (!boxOutput) return null;
  const isBatched = boxOutput.dims.length > 2;
  const boxes = anchorRows(table(boxOutput, item, isBatched), 4);
  const others = outputs.flatMap((output) => {
    if (output === boxOutput) return [];
    const scores = rowsFor(output, item, isBatched, boxes.anchors, columns);
    return scores === null ? [] : [{ name: output.name, scores }];
  });
  const fitting = others.filter(({ scores }) => columns !== null && scores.columns === columns);
  const likely = fitting.length > 0 ? fitting : others;
  const best = likely.find(({ name }) => SCORE_NAME.test(name)) ?? likely[0];
  return best ? { boxes, scores: best.scores } : null;
}

/** Rows of `columns` numbers, one for each of `anchors`, in the first output that has them; null when none has. */
export function rowsOfWidth(
  outputs: readonly NamedTensor[],
  item: number,
  isBatched: boolean,
  anchors: number,
  columns: number,
): AnchorRows | null {
  for (const output of outputs) {
    const rows = rowsFor(output, item, isBatched, anchors, columns);
    if (rows?.columns === columns) return rows;
  }
  return null;
}

/** Dimensions without the batch and without any of 1 between the outer two: [N, A, 1, 4] is [A, 4]. */
function shapeOf({ dims }: NamedTensor, isBatched: boolean): number[] {
  const [first = 1, ...rest] = isBatched ? dims.slice(1) : dims;
  const last = rest.at(-1) ?? 1;
  return [first, ...rest.slice(0, -1).filter((size) => size !== 1), last];
}

function hasRowsOf(output: NamedTensor, columns: number): boolean {
  const { dims } = output;
  return (
    dims.length >= 2 &&
    shapeOf(output, dims.length > 2)
      .slice(0, 2)
      .includes(columns)
  );
}

function table(output: NamedTensor, item: number, isBatched: boolean): ItemMatrix {
  const [rows, columns] = shapeOf(output, isBatched) as [number, number];
  return { data: numbersOf(output), start: item * rows * columns, rows, columns };
}

function rowsFor(
  output: NamedTensor,
  item: number,
  isBatched: boolean,
  anchors: number,
  columns: number | null,
): AnchorRows | null {
  if (output.type === 'string' || output.type === 'int64' || output.type === 'uint64') return null;
  const shape = shapeOf(output, isBatched);
  if (shape.length !== 2) return null;
  const [rows, width] = shape as [number, number];
  if (rows !== anchors && width !== anchors) return null;
  const matrix = table(output, item, isBatched);
  const isStraight = rows === anchors && (width !== anchors || width === columns);
  return isStraight
    ? { ...matrix, anchors, step: width, columnStep: 1 }
    : { ...matrix, anchors, columns: rows, step: 1, columnStep: width };
}
