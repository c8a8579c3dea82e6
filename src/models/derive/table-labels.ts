import type { TensorInfo } from '../../inference/model-spec.js';
import type { OnnxInfo } from '../onnx-reader/onnx-info.js';

type Output = OnnxInfo['outputs'][number];
type Widths = ReadonlyMap<string, number | null | undefined>;

/** Cuts the second of two columns out: so exporters of linear models hand on a decision that is no probability. */
export const CUTTING = 'ArrayFeatureExtractor';

/** Makes 0 and 1 of scores of classes that do not exclude each other. */
const BINARIZING = 'Binarizer';

/** [1, N]: so skl2onnx exports the label of a quadratic discriminant analysis. */
export function isTurnedLabel({ type, dims }: TensorInfo, { inputs }: OnnxInfo): boolean {
  const [one, rows] = dims;
  const isOpen = inputs.every((input) => typeof input.dims[0] === 'string');
  return !type.startsWith('float') && dims.length === 2 && one === 1 && typeof rows === 'string' && isOpen;
}

/** Several labels a row, each for itself: 0 and 1 for every class, or numbers of several questions. */
export function isManyLabels(label: Output, widths: Widths): boolean {
  if (label.type === 'string') return false;
  return label.producedBy.at(-1) === BINARIZING || (widths.get(label.name) ?? 1) > 1;
}

/**
 * A label of which no list of classes is known beside one number that is no probability: -1 and 1, and how normal a row
 * is, of the detectors of outliers. Read as classes they would be made up.
 */
export function isOutlierScore(floats: readonly Output[], widths: Widths): boolean {
  const [score, ...more] = floats;
  if (score === undefined || more.length > 0 || widths.get(score.name) !== 1) return false;
  return score.producedBy.at(-1) !== 'Sigmoid';
}
