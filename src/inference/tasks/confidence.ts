import type { ConfidenceSpec, QualityFault } from '../model-spec.js';
import type { RegionsResult, TaskResult } from './task-io.js';

export interface Confidence {
  confidence_status: 'HIGH' | 'MEDIUM' | 'LOW';
  /** What the user can do about an unsure answer; null when there is nothing to do. */
  retake_message: string | null;
}

/**
 * What counts as sure when the manifest does not say. A classifier always spreads 1 over its classes, so only a clear
 * majority is sure; a detector's scores are lower by nature, 0.25 being the usual threshold to report a box at all.
 */
const DEFAULTS: Readonly<Record<'image-classification' | 'object-detection' | 'tabular', ConfidenceSpec>> = {
  'image-classification': {
    high: 0.8,
    medium: 0.5,
    retakeMessage: 'The result is not certain. Take another picture: closer, in focus and in good light.',
  },
  tabular: {
    high: 0.8,
    medium: 0.5,
    retakeMessage: 'The result is not certain. Check the values of the row.',
  },
  'object-detection': {
    high: 0.6,
    medium: 0.4,
    retakeMessage: 'The findings are not certain. Take another picture: closer, in focus and in good light.',
  },
};

/**
 * Rates a result by its best score. A detection without findings is LOW, since nothing speaks for it; a new picture is
 * then asked for only when the manifest has a message of its own, because an empty scene is no fault of the picture.
 * An answer on several parts of a picture is as sure as its least sure part. Each fault of the picture takes it one step down,
 * and what to do about the faults takes the place of the general message.
 *
 * @param spec from the manifest, or null for the defaults of the task
 * @returns null for a result without scores: raw tensors, numbers, a class without a probability
 */
export function confidenceOf(result: TaskResult, spec: ConfidenceSpec | null): Confidence | null {
  if ('outputs' in result || 'values' in result) return null;
  if ('regions' in result) return leastOf(result, spec);
  const byScore = confidenceByScore(result, spec);
  const faults = 'quality' in result ? (result.quality?.faults ?? []) : [];
  return byScore && lowered(byScore, faults, spec);
}

function confidenceByScore(result: ScoredResult, spec: ConfidenceSpec | null): Confidence | null {
  const { high, medium, retakeMessage } = spec ?? DEFAULTS[taskOf(result)];
  const top = topScore(result);
  if (top === null) return null;
  if (top !== undefined && top >= high) return { confidence_status: 'HIGH', retake_message: null };
  if (top !== undefined && top >= medium) return { confidence_status: 'MEDIUM', retake_message: null };
  const isEmptyScene = top === undefined && spec === null;
  return { confidence_status: 'LOW', retake_message: isEmptyScene ? null : retakeMessage };
}

type ScoredResult = Exclude<TaskResult, { outputs: unknown } | { values: unknown } | { regions: unknown }>;

function taskOf(result: ScoredResult): keyof typeof DEFAULTS {
  if ('detections' in result) return 'object-detection';
  return 'label' in result ? 'tabular' : 'image-classification';
}

/** undefined: nothing was found; null: there are no probabilities to judge by. */
function topScore(result: ScoredResult): number | null | undefined {
  if ('detections' in result) return result.detections[0]?.score;
  if (!('label' in result)) return result.classes[0]?.score;
  const { class_id: said, classes } = result;
  // Votes and distances from a border are scores too, but say nothing between 0 and 1.
  const areProbabilities = classes.length > 0 && classes.every(({ score }) => score >= 0 && score <= 1);
  if (!areProbabilities) return null;
  return (classes.find(({ class_id }) => class_id === said) ?? classes[0])?.score;
}

const ORDER = ['LOW', 'MEDIUM', 'HIGH'] as const;

/** A good score on a bad picture is luck: it is said less surely, and with what would make a better picture. */
function lowered(
  confidence: Confidence,
  faults: readonly QualityFault[],
  spec: ConfidenceSpec | null,
): Confidence {
  const messages = spec?.quality?.messages;
  if (faults.length === 0 || !messages) return confidence;
  const step = Math.max(0, ORDER.indexOf(confidence.confidence_status) - faults.length);
  return {
    confidence_status: ORDER[step] as Confidence['confidence_status'],
    retake_message: faults.map((fault) => messages[fault]).join(' '),
  };
}

/** null where the parts have no scores; LOW where there are no parts. */
function leastOf({ regions }: RegionsResult, spec: ConfidenceSpec | null): Confidence | null {
  if (regions.length === 0) return { confidence_status: 'LOW', retake_message: spec?.retakeMessage ?? null };
  const each = regions
    .map(({ result }) => confidenceOf(result, spec))
    .filter((confidence) => confidence !== null);
  const [least] = each.toSorted(
    (a, b) => ORDER.indexOf(a.confidence_status) - ORDER.indexOf(b.confidence_status),
  );
  return least ?? null;
}
