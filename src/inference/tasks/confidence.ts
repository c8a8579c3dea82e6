import type { ConfidenceSpec } from '../model-spec.js';
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
const DEFAULTS: Readonly<Record<'image-classification' | 'object-detection', ConfidenceSpec>> = {
  'image-classification': {
    high: 0.8,
    medium: 0.5,
    retakeMessage: 'The result is not certain. Take another picture: closer, in focus and in good light.',
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
 * An answer on several parts of a picture is as sure as its least sure part.
 *
 * Numbers have no score and are not rated.
 *
 * @param spec from the manifest, or null for the defaults of the task
 */
export function confidenceOf(result: TaskResult, spec: ConfidenceSpec | null): Confidence {
  if ('outputs' in result || 'values' in result) return { confidence_status: 'HIGH', retake_message: null };
  if ('regions' in result) return leastOf(result, spec);
  const isDetection = 'detections' in result;
  const { high, medium, retakeMessage } =
    spec ?? DEFAULTS[isDetection ? 'object-detection' : 'image-classification'];
  const top = isDetection ? result.detections[0]?.score : result.classes[0]?.score;
  if (top !== undefined && top >= high) return { confidence_status: 'HIGH', retake_message: null };
  if (top !== undefined && top >= medium) return { confidence_status: 'MEDIUM', retake_message: null };
  const isEmptyScene = top === undefined && spec === null;
  return { confidence_status: 'LOW', retake_message: isEmptyScene ? null : retakeMessage };
}

const ORDER = ['LOW', 'MEDIUM', 'HIGH'] as const;

function leastOf({ regions }: RegionsResult, spec: ConfidenceSpec | null): Confidence {
  const each = regions.map(({ result }) => confidenceOf(result, spec));
  const [least] = each.toSorted(
    (a, b) => ORDER.indexOf(a.confidence_status) - ORDER.indexOf(b.confidence_status),
  );
  return least ?? { confidence_status: 'LOW', retake_message: spec?.retakeMessage ?? null };
}
