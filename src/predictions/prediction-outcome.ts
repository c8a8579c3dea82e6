import type { AppError } from '../common/errors.js';
import type { PredictionOutcome } from '../metrics/metric-labels.js';

/** How a prediction counts in the metrics. */
export function predictionOutcome(fault: AppError | null, isCached: boolean): PredictionOutcome {
  if (!fault) return isCached ? 'cached' : 'ok';
  if (fault.status === 504) return 'timeout';
  if (fault.status === 503) return 'rejected';
  return fault.status < 500 ? 'client_error' : 'failed';
}
