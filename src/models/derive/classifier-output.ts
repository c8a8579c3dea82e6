import type { ClassificationSpec } from '../../inference/model-spec.js';
import type { OutputManifest } from '../manifest/sections/output-manifest.js';
import type { OnnxInfo } from '../onnx-reader/onnx-info.js';
import { found, missing, type Outcome } from './outcome.js';
import { shapeText } from './shape-text.js';

/** What the output of a classifier says. */
export interface ClassifierOutput {
  /** Name of the output with the scores. */
  readonly tensor: string;
  readonly classCount: number;
  /** One score for two classes. */
  readonly isBinary: boolean;
  readonly background: ClassificationSpec['background'];
  /** The operator at the graph's end that makes probabilities of logits, if there is one. */
  readonly normalizedBy: 'Softmax' | 'Sigmoid' | null;
  /** Whether the output holds whole numbers that stand for fractions. */
  readonly isQuantized: boolean;
  /** Whether the last operator is one that classifiers end in; a regression often ends in a scaling instead. */
  readonly endsLikeClassifier: boolean;
}

/** What decides about the output of a classifier beside the graph. */
export interface ClassifierEvidence {
  /** Number of declared labels, or null. */
  readonly labelCount: number | null;
  readonly output: OutputManifest;
  /** Whether the manifest says that it is a classifier. */
  readonly isDeclared: boolean;
}

type Output = OnnxInfo['outputs'][number];

/** Makes values between 0 and 1; `Sigmoid` for classes that do not exclude each other. */
const NORMALIZING = new Set(['Softmax', 'Sigmoid']);

/** Layers that put out logits, and quantised forms of them. */
const LOGIT_LAYERS = new Set([
  ...NORMALIZING,
  'LogSoftmax',
  'Gemm',
  'MatMul',
  'Add',
  'Conv',
  'GlobalAveragePool',
  'AveragePool',
  'ReduceMean',
  'BatchNormalization',
  'QGemm',
  'QLinearMatMul',
  'QLinearAdd',
  'QLinearConv',
  'FusedGemm',
  'FusedMatMul',
  'FusedConv',
]);

const FLOATS: readonly string[] = ['float32', 'float16'];
const QUANTIZED: readonly string[] = ['uint8', 'int8'];

/** ImageNet as TensorFlow numbers it: the background first, then the 1000 classes. */
const TENSORFLOW_IMAGENET = { columns: 1001, labels: 1000 };

/** Finds the output with the scores, and what they are. */
export function classifierOutput(
  { outputs, file }: OnnxInfo,
  evidence: ClassifierEvidence,
): Outcome<ClassifierOutput> {
  const chosen = scoreOutput(outputs, evidence);
  if (!chosen.ok) return chosen;
  const output = chosen.value;
  const named = `output '${output.name}' is ${shapeText(output)}`;
  if (output.producedBy.at(-1) === 'TopK') {
    return missing('task', `${named} and picked by a TopK; a classifier puts out a score for every class`);
  }
  const columns = columnsOf(output);
  const { labelCount, isDeclared } = evidence;
  const isBinary = columns === 1 && (isDeclared || labelCount === 2);
  if (columns === 1 && !isBinary) {
    return missing(
      'task',
      `${named}; a classifier has two classes or more. Declare task: image-classification where it is the score of the second of two, or task: image-regression where it is a number`,
    );
  }
  const background = isBinary ? 'none' : backgroundOf(columns as number | string, evidence);
  const classCount = isBinary ? 2 : countOf(columns as number | string, background, labelCount);
  if (classCount === null) {
    return missing('labels', `${named}, so the labels have to say how many classes there are`);
  }
  const last = output.producedBy.at(-1);
  // A dynamically quantised matrix product without bias ends in its scaling.
  const isScaledProduct = last === 'Mul' && file.opTypes.has('MatMulInteger');
  return found({
    tensor: output.name,
    classCount,
    isBinary,
    background,
    normalizedBy: last !== undefined && NORMALIZING.has(last) ? (last as 'Softmax' | 'Sigmoid') : null,
    isQuantized: QUANTIZED.includes(output.type),
    endsLikeClassifier: isScaledProduct || (last !== undefined && LOGIT_LAYERS.has(last.replace(/^.*:/, ''))),
  });
}

/** With several outputs: the declared one, else the only one that can be it. */
function scoreOutput(
  outputs: readonly Output[],
  { labelCount, output: { tensor, scale } }: ClassifierEvidence,
): Outcome<Output> {
  if (tensor !== undefined && !outputs.some(({ name }) => name === tensor)) {
    const names = outputs.map(({ name }) => name).join(', ');
    return missing('output.tensor', `the model has no output '${tensor}'; it has: ${names}`);
  }
  const asked = tensor === undefined ? outputs : outputs.filter(({ name }) => name === tensor);
  const mayHold = (output: Output): boolean =>
    columnsOf(output) !== null &&
    (FLOATS.includes(output.type) || (QUANTIZED.includes(output.type) && scale !== undefined));
  const able = asked.filter(mayHold);
  const fitting = able.filter((output) => labelCount !== null && columnsOf(output) === labelCount);
  const only = able.length === 1 ? able : fitting;
  if (only.length === 1) return found(only[0]!);
  if (able.length > 1) {
    const names = able.map(({ name }) => `'${name}'`).join(', ');
    return missing('output.tensor', `the scores may be in ${names}; say which output it is`);
  }
  const [first] = asked as [Output];
  if (columnsOf(first) !== null && QUANTIZED.includes(first.type)) {
    return missing(
      'output.scale',
      `output '${first.name}' is ${shapeText(first)}, so it has to be said what a step of it is worth`,
    );
  }
  return missing(
    'task',
    `output '${first.name}' is ${shapeText(first)}; a classifier puts out float32[N, classes]`,
  );
}

/**
 * Scores an item, where an output is a vector: [N, C], or with any further dimensions of 1. A name where the number is open;
 * null for another shape.
 */
function columnsOf({ dims, unranked }: Output): number | string | null {
  if (unranked || dims.length === 0) return null;
  if (dims.length === 1) return typeof dims[0] === 'string' ? 1 : dims[0]!;
  const long = dims.slice(1).filter((dim) => dim !== 1);
  return long.length > 1 ? null : (long[0] ?? 1);
}

function backgroundOf(
  columns: number | string,
  { output, labelCount }: ClassifierEvidence,
): ClassificationSpec['background'] {
  if (output.background !== undefined) return output.background;
  const { columns: all, labels } = TENSORFLOW_IMAGENET;
  return columns === all && labelCount === labels ? 'first' : 'none';
}

function countOf(
  columns: number | string,
  background: ClassificationSpec['background'],
  labelCount: number | null,
): number | null {
  if (typeof columns !== 'number') return labelCount;
  return background === 'none' ? columns : columns - 1;
}
