import type { DetectionSpec } from '../../model-spec.js';
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
  const [rows, columns] = output.dims.slice(-2) as [number, number];
  return { data: numbersOf(output), start: item * rows * columns, rows, columns };
}

/**
 * Raw value that a score has to reach: with a sigmoid still to come, the threshold goes through its inverse instead of
 * every value through the sigmoid.
 */
export function rawThreshold({ spec, scoreThreshold }: DecodeRequest): number {
  if (spec.scoreActivation === 'none') return scoreThreshold;
  return Math.log(scoreThreshold / (1 - scoreThreshold));
}

/** The score of a raw value. */
export function activate(spec: DetectionSpec, raw: number): number {
  return spec.scoreActivation === 'sigmoid' ? 1 / (1 + Math.exp(-raw)) : raw;
}
