import { entry } from './error-entry.js';

/** What is not in the history, or not any more: part of the catalogue `ERRORS`, where the rules stand. */
export const HISTORY_ERRORS = {
  PREDICTION_NOT_FOUND: entry(
    404,
    'info',
    'No prediction with that id, or it is older than the retention period.',
    (d: { id: string }) => `no prediction with id '${d.id}'`,
  ),
  INPUT_NOT_STORED: entry(
    404,
    'info',
    'What the prediction was made from is not kept, or not any more. Set history.store_input: reference in the manifest of the model.',
    (d: { id: string }) =>
      `the input of prediction '${d.id}' is not stored; 'history: {store_input: reference}' in the manifest of its model keeps the inputs of new ones`,
  ),
  RESULT_IMAGE_NOT_STORED: entry(
    404,
    'info',
    'The prediction has no picture of its answer: not kept, not drawn yet, or not any more. Set history.store_result: drawn in the manifest of the model.',
    (d: { id: string; reason: string }) => `no picture of prediction '${d.id}': ${d.reason}`,
  ),
  REPLAY_NOT_FOUND: entry(
    404,
    'info',
    'No replay with that id, or it is older than the retention period.',
    (d: { id: string }) => `no replay with id '${d.id}'`,
  ),
} as const;
