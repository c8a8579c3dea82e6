import type { OnnxInfo } from '../onnx-reader/onnx-info.js';
import { found, missing, type Outcome } from './outcome.js';
import { shapeText } from './picture-input.js';

/** What the output of a classifier says. */
export interface ClassifierOutput {
  readonly classCount: number;
  /** Whether the graph ends in the function that makes probabilities of logits. */
  readonly isNormalized: boolean;
  /** Whether the last operator is one that classifiers end in; a regression often ends in a scaling instead. */
  readonly endsLikeClassifier: boolean;
}

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

/** @param labelCount number of declared labels, where the graph leaves the number of classes open */
export function classifierOutput(
  { outputs, file }: OnnxInfo,
  labelCount: number | null,
): Outcome<ClassifierOutput> {
  const output = outputs[0]!;
  const [, classes, ...rest] = output.dims;
  // Networks that end in a convolution keep two dimensions of 1: [N, classes, 1, 1].
  const isVector = output.dims.length === 2 || (output.dims.length === 4 && rest.every((dim) => dim === 1));
  if (!isVector || (output.type !== 'float32' && output.type !== 'float16')) {
    return missing(
      'task',
      `output '${output.name}' is ${shapeText(output)}; a classifier puts out float32[N, classes]`,
    );
  }
  const classCount = typeof classes === 'number' ? classes : labelCount;
  if (classCount === null)
    return missing(
      'labels',
      `output '${output.name}' is ${shapeText(output)}, so the labels have to say how many classes there are`,
    );
  if (classCount < 2)
    return missing(
      'task',
      `output '${output.name}' is ${shapeText(output)}; a classifier has two classes or more`,
    );
  const last = output.producedBy.at(-1);
  // A dynamically quantised matrix product without bias ends in its scaling.
  const isScaledProduct = last === 'Mul' && file.opTypes.has('MatMulInteger');
  return found({
    classCount,
    isNormalized: last !== undefined && NORMALIZING.has(last),
    endsLikeClassifier: isScaledProduct || (last !== undefined && LOGIT_LAYERS.has(last.replace(/^.*:/, ''))),
  });
}
