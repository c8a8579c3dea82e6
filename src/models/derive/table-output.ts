import type { TensorInfo } from '../../inference/model-spec.js';
import type { OnnxInfo } from '../onnx-reader/onnx-info.js';
import { found, missing, type Outcome } from './outcome.js';
import { shapeText } from './shape-text.js';
import { CUTTING, isManyLabels, isOutlierScore, isTurnedLabel } from './table-labels.js';

/** What the outputs of a tabular model say. */
export type TableOutput =
  | {
      readonly kind: 'classification';
      readonly labelTensor: string | null;
      readonly scoreTensors: readonly string[];
      /** null when neither graph nor manifest tells. */
      readonly classCount: number | null;
      /** What the label output says for each class, index by index. */
      readonly classes: readonly string[] | null;
      /** The operator that the scores come from. */
      readonly endsIn: string | null;
      /** The one score is the distance from the border between two classes, above 0 on the side of the second. */
      readonly isMargin?: true;
      /** What an operator should know. */
      readonly note?: string;
    }
  | { readonly kind: 'regression'; readonly values: readonly TableValue[] };

/** A number in an output. */
export interface TableValue {
  readonly name: string;
  readonly tensor: string;
  readonly index: number;
}

type Output = OnnxInfo['outputs'][number];

const isFloat = ({ type }: TensorInfo): boolean => type.startsWith('float');

/** Numbers for each row; null when the graph leaves it open, undefined for what is no table. */
function widthOf({ dims, unranked }: TensorInfo): number | null | undefined {
  if (unranked) return null;
  // [N, 1, 1] and the like come from graphs that never drop a dimension.
  const [, width, ...rest] = dims;
  if (dims.length === 0 || rest.some((dim) => dim !== 1)) return undefined;
  if (width === undefined) return 1;
  return typeof width === 'number' ? width : null;
}

/** Operators that pick a class; their output is its number. */
const PICKING = new Set(['ArgMax', 'ArgMin', 'TopK', 'ArrayFeatureExtractor']);

/**
 * Finds out what a tabular model answers: a class with or without scores, or numbers.
 *
 * @param isClassifier whether the manifest names classes; null when it says nothing of the kind
 */
export function tableOutput(info: OnnxInfo, isClassifier: boolean | null): Outcome<TableOutput> {
  const { outputs } = info;
  const widths = new Map(
    outputs.map((output) => [output.name, isTurnedLabel(output, info) ? 1 : widthOf(output)]),
  );
  const odd = outputs.find(({ name }) => widths.get(name) === undefined);
  if (odd) {
    return missing(
      'task',
      `output '${odd.name}' is ${shapeText(odd)}; a table puts out [rows] or [rows, values]`,
    );
  }
  const floats = outputs.filter(isFloat);
  const others = outputs.filter((output) => !isFloat(output));
  const label = others[0];
  if (others.length > 1) {
    return missing(
      'task',
      `${others.length} outputs are no scores (${names(others)}); a table has one label at most`,
    );
  }
  if (label !== undefined) return withLabel(label, floats, widths, info, isClassifier);
  return numbersOnly(floats, widths, info, isClassifier);
}

function withLabel(
  label: Output,
  floats: readonly Output[],
  widths: ReadonlyMap<string, number | null | undefined>,
  info: OnnxInfo,
  isClassifier: boolean | null,
): Outcome<TableOutput> {
  const { classLists } = info.file;
  if (isClassifier !== true && isManyLabels(label, widths)) {
    // The file may say that there is one, and then it does not say how many: their scores do.
    return regression(widths.get(label.name) === 1 ? floats : [label, ...floats], widths);
  }
  if (widths.get(label.name) !== 1 && floats.length > 0) {
    return missing('task', `output '${label.name}' is ${shapeText(label)}; one label a row is expected`);
  }
  const last = label.producedBy.at(-1);
  const picks =
    label.type === 'string' || classLists.has(label.name) || (last !== undefined && PICKING.has(last));
  const isLabel = widths.get(label.name) === 1 && (floats.length > 0 || picks || isClassifier === true);
  if (isClassifier === false || !isLabel) {
    if (label.type === 'string') {
      return missing('task', `output '${label.name}' is ${shapeText(label)}, which is no number`);
    }
    return regression([label, ...floats], widths);
  }
  const classes = classesOf([label, ...floats], info);
  if (isClassifier === null && classes === null && isOutlierScore(floats, widths)) {
    return regression([label, ...floats], widths);
  }
  const isColumns = floats.length > 1 && floats.every(({ name }) => widths.get(name) === 1);
  if (floats.length > 1 && !isColumns) {
    return missing(
      'task',
      `${floats.length} outputs of scores (${names(floats)}); one, or one for each class, is expected`,
    );
  }
  const width = isColumns
    ? floats.length
    : floats.length === 0
      ? null
      : (widths.get(floats[0]!.name) ?? null);
  const endsIn = floats[0]?.producedBy.at(-1) ?? null;
  const isLeast = last === 'ArgMin' && floats.length > 0;
  return found({
    kind: 'classification',
    labelTensor: label.name,
    scoreTensors: isLeast ? [] : floats.map(({ name }) => name),
    // A single score beside a label is that of the second of two classes.
    classCount: width === 1 ? 2 : (width ?? classes?.length ?? null),
    classes,
    endsIn,
    // The file may state two columns where one is cut out.
    ...(endsIn === CUTTING ? { isMargin: true } : {}),
    ...(isLeast
      ? {
          note: `the label is the least of '${names(floats)}', so these are distances and no scores: left out`,
        }
      : {}),
  });
}

function numbersOnly(
  floats: readonly Output[],
  widths: ReadonlyMap<string, number | null | undefined>,
  info: OnnxInfo,
  isClassifier: boolean | null,
): Outcome<TableOutput> {
  const [scores, ...more] = floats as [Output, ...Output[]];
  const classes = classesOf(floats, info);
  const last = scores.producedBy.at(-1) ?? null;
  const width = widths.get(scores.name) ?? null;
  const isScores = isClassifier ?? (classes !== null || (last === 'Softmax' && width !== 1));
  if (!isScores || more.length > 0) return regression(floats, widths);
  return found({
    kind: 'classification',
    labelTensor: null,
    scoreTensors: [scores.name],
    classCount: width === 1 ? 2 : (width ?? classes?.length ?? null),
    classes,
    endsIn: last,
  });
}

function regression(
  outputs: readonly Output[],
  widths: ReadonlyMap<string, number | null | undefined>,
): Outcome<TableOutput> {
  const open = outputs.find(({ name }) => widths.get(name) === null);
  if (open) {
    return missing(
      'task',
      `output '${open.name}' is ${shapeText(open)}, which does not tell how many values a row has`,
    );
  }
  const values = outputs.flatMap(({ name }) => {
    const width = widths.get(name) as number;
    return Array.from({ length: width }, (_, index) => ({
      name: width === 1 ? name : `${name}_${index}`,
      tensor: name,
      index,
    }));
  });
  return found({ kind: 'regression', values });
}

function classesOf(outputs: readonly Output[], { file }: OnnxInfo): readonly string[] | null {
  for (const { name } of outputs) {
    const list = file.classLists.get(name);
    if (list !== undefined) return list;
  }
  return null;
}

const names = (outputs: readonly Output[]): string => outputs.map(({ name }) => name).join(', ');
