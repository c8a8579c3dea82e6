import type { DetectionSpec } from '../../model-spec.js';
import { logitOf, sigmoid } from '../activations.js';
import type { NamedTensor } from '../task-io.js';
import { describeOutputs, numbersOf, type NumberArray } from '../tensor-numbers.js';

/** What a decoder works on. */
export interface DecodeRequest {
  readonly outputs: readonly NamedTensor[];
  /** Which picture of the batch. */
  readonly item: number;
  readonly spec: DetectionSpec;
  /** Least score of a candidate, 0-1. */
  readonly scoreThreshold: number;
  readonly isWanted: (classId: number) => boolean;
}

/** One picture's part of an output of three dimensions. */
export interface ItemMatrix {
  readonly data: NumberArray;
  /** Index of the first number. */
  readonly start: number;
  readonly rows: number;
  readonly columns: number;
}

/** One picture's part of an output, a row of numbers for each anchor: number c of anchor a is at start + a * step + c * columnStep. */
export interface AnchorRows {
  readonly data: NumberArray;
  readonly start: number;
  readonly anchors: number;
  readonly columns: number;
  readonly step: number;
  readonly columnStep: number;
}

/**
 * One picture's rows of the first output that has a batch and two more dimensions, or only those two.
 *
 * @throws Error when there is none
 */
export function itemMatrix(request: DecodeRequest, expected: string): ItemMatrix {
  const { outputs, item } = request;
  const output =
    outputs.find(({ dims }) => dims.length === 3) ?? outputs.find(({ dims }) => dims.length === 2);
  if (!output) {
    throw new Error(
      `the ${request.spec.decoder} decoder expects ${expected}; the model has ${describeOutputs(outputs)}`,
    );
  }
  return matrixOf(output, item);
}

/** One picture's last two dimensions of an output. */
export function matrixOf(output: NamedTensor, item: number): ItemMatrix {
  const [rows, columns] = output.dims.slice(-2) as [number, number];
  return { data: numbersOf(output), start: item * rows * columns, rows, columns };
}

/**
 * Anchors of a matrix that may lie either way: [A, columns] or [columns, A].
 *
 * @param columns how many numbers an anchor has; null when nobody knows, and there are always more anchors than numbers
 */
export function anchorRows(matrix: ItemMatrix, columns: number | null): AnchorRows {
  const { data, start } = matrix;
  const isTransposed = columns === null ? matrix.rows < matrix.columns : isColumnsFirst(matrix, columns);
  return isTransposed
    ? { data, start, anchors: matrix.columns, columns: matrix.rows, step: 1, columnStep: matrix.columns }
    : { data, start, anchors: matrix.rows, columns: matrix.columns, step: matrix.columns, columnStep: 1 };
}

function isColumnsFirst({ rows, columns }: ItemMatrix, expected: number): boolean {
  if (columns === expected) return false;
  return rows === expected || rows < columns;
}

/**
 * Raw value that a score has to reach: with a sigmoid still to come, the threshold goes through its inverse instead of
 * every value through the sigmoid.
 */
export function rawThreshold({ spec, scoreThreshold }: DecodeRequest): number {
  return spec.scoreActivation === 'sigmoid' ? logitOf(scoreThreshold) : scoreThreshold;
}

/** The score of a raw value. A softmax is over a whole row, and done before. */
export function activate(spec: DetectionSpec, raw: number): number {
  return spec.scoreActivation === 'sigmoid' ? sigmoid(raw) : raw;
}
