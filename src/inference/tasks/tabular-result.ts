import type { TabularHead, ValueSpec } from '../model-spec.js';
import { sigmoid, softmax } from './activations.js';
import { labelOf } from './label.js';
import { roundValue } from './rounding.js';
import type {
  ClassificationOptions,
  ClassScore,
  NamedTensor,
  NamedValue,
  RowClassResult,
  TabularResult,
} from './task-io.js';
import { describeOutputs, numbersOf } from './tensor-numbers.js';

/** Six decimals: a row is not resampled as a picture is, and a fraud of one in a thousand is worth telling. */
const roundProbability = (score: number): number => Math.round(score * 1e6) / 1e6;

type ClassificationHead = Extract<TabularHead, { kind: 'classification' }>;

/**
 * Reads what a model says about one row of a batch.
 *
 * @param row its place in the batch
 * @param size rows of the batch
 * @throws Error when an output has another shape than the head says, or a number is none: such an answer would be made up
 */
export function tabularResult(
  outputs: readonly NamedTensor[],
  row: number,
  size: number,
  head: TabularHead,
  options: ClassificationOptions,
): TabularResult {
  if (head.kind === 'regression') {
    return { values: head.values.map((value) => namedValue(outputs, row, size, value)) };
  }
  return classResult(outputs, row, size, head, options.topK ?? head.topK);
}

function classResult(
  outputs: readonly NamedTensor[],
  row: number,
  size: number,
  head: ClassificationHead,
  topK: number,
): RowClassResult {
  const scores = scoresOf(outputs, row, size, head);
  const order = Array.from(scores.keys()).toSorted((a, b) => scores[b]! - scores[a]! || a - b);
  const classes = order.slice(0, Math.max(1, topK)).map((classId): ClassScore => {
    const { name, ...rest } = labelOf(head.labels, classId);
    return { label: name, class_id: classId, score: roundProbability(scores[classId]!), ...rest };
  });
  const said = head.labelTensor === null ? null : textOf(outputNamed(outputs, head.labelTensor), row, size);
  const classId = said === null ? (order[0] ?? null) : classIdOf(said, head);
  if (classId === null) return { label: said ?? '', class_id: null, classes };
  const { name, ...rest } = labelOf(head.labels, classId);
  return { label: name, class_id: classId, ...rest, classes };
}

/** One score a class, after the activation; empty when the model gives none. */
function scoresOf(
  outputs: readonly NamedTensor[],
  row: number,
  size: number,
  { scoreTensors, activation, labels, isMargin = false }: ClassificationHead,
): number[] {
  const raw = scoreTensors.flatMap((name) => rowNumbers(outputNamed(outputs, name), row, size));
  if (raw.some((score) => !Number.isFinite(score)))
    throw new Error('the model gave scores that are not numbers');
  const scores =
    activation === 'softmax' ? [...softmax(raw)] : activation === 'sigmoid' ? raw.map(sigmoid) : raw;
  // One score for two classes is that of the second: the other one has the rest, or the other side of the border.
  const [only] = scores as [number];
  const isOne = scores.length === 1 && labels.length === 2;
  const all = isOne ? [isMargin ? -only : 1 - only, only] : scores;
  if (all.length > 0 && labels.length > 0 && all.length !== labels.length) {
    throw new Error(`the model gave ${all.length} scores, but it has ${labels.length} classes`);
  }
  return all;
}

function namedValue(
  outputs: readonly NamedTensor[],
  row: number,
  size: number,
  { name, tensor, index, scale, offset, unit, range }: ValueSpec,
): NamedValue {
  const output = outputNamed(outputs, tensor);
  const raw = rowNumbers(output, row, size)[index];
  if (raw === undefined || !Number.isFinite(raw)) {
    throw new Error(`the model gave no number for '${name}'; it has ${describeOutputs(outputs)}`);
  }
  const value = raw * scale + offset;
  return { name, value: output.type === 'float64' ? value : roundValue(value), unit, range };
}

function outputNamed(outputs: readonly NamedTensor[], name: string): NamedTensor {
  const output = outputs.find((each) => each.name === name);
  if (output === undefined) throw new Error(`expected '${name}'; the model has ${describeOutputs(outputs)}`);
  return output;
}

/** The part of an output that belongs to a row. */
function rowPart<T>(output: NamedTensor, values: ArrayLike<T>, row: number, size: number): T[] {
  const width = values.length / size;
  if (!Number.isInteger(width) || width === 0) {
    throw new Error(`expected ${size} rows; the model gave ${describeOutputs([output])}`);
  }
  return Array.from({ length: width }, (_, index) => values[row * width + index] as T);
}

function rowNumbers(output: NamedTensor, row: number, size: number): number[] {
  const { data } = output;
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    return rowPart<bigint>(output, data, row, size).map(Number);
  }
  return rowPart(output, numbersOf(output), row, size);
}

function textOf(output: NamedTensor, row: number, size: number): string {
  const said = rowPart<string | number | bigint>(output, output.data, row, size);
  if (said.length > 1) {
    throw new Error(
      `one label a row is expected, and '${output.name}' has ${said.length}; task: tensor serves it as it is`,
    );
  }
  return String(said[0]);
}

/** The class that the label output names: by the list of the file, else a number is the class number itself. */
function classIdOf(said: string, { classes, labels }: ClassificationHead): number | null {
  const names = classes ?? labels.map(({ name }) => name);
  const listed = names.indexOf(said);
  if (listed >= 0) return listed;
  const number = Number(said);
  return classes === null && Number.isInteger(number) && number >= 0 && number < labels.length
    ? number
    : null;
}
