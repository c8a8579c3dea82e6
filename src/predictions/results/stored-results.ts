import { Injectable } from '@nestjs/common';

import { AppError } from '../../common/errors.js';
import { ObjectStorage, type StoredObject } from '../../storage/object-storage.js';
import { HistoryQueries } from '../history/history-queries.js';
import type { PredictionRecord } from '../history/prediction-record.js';
import { ResultKeeper } from './result-keeper.js';

const RETRY_AFTER_SECONDS = 1;

/** Gives drawn answers back. */
@Injectable()
export class StoredResults {
  constructor(
    private readonly history: HistoryQueries,
    private readonly storage: ObjectStorage,
    private readonly results: ResultKeeper,
  ) {}

  /**
   * The answer of a prediction, drawn on its picture.
   *
   * @throws AppError PREDICTION_NOT_FOUND, RESULT_IMAGE_NOT_STORED with the reason, HISTORY_UNAVAILABLE, STORAGE_UNAVAILABLE
   */
  async get(predictionId: string): Promise<StoredObject> {
    const record = await this.history.get(predictionId);
    const { resultKey } = record;
    if (resultKey === null) throw notStored(record, whyNone(record));
    if (this.results.isWaiting(resultKey)) {
      const reason = 'it is being drawn; ask again in a second';
      throw notStored(record, reason, RETRY_AFTER_SECONDS);
    }
    const picture = await this.storage.get(resultKey);
    if (picture) return picture;
    throw notStored(record, 'it could not be drawn or kept at the time, or has been removed from the store');
  }
}

function whyNone({ status, model }: PredictionRecord): string {
  if (status === 'failed') return 'it failed, so there is no answer to draw';
  return `none was kept; 'history: {store_result: drawn}' in the manifest of model '${model}' keeps those of new predictions, unless more of them come than can be drawn`;
}

function notStored({ id }: PredictionRecord, reason: string, retryAfterSeconds?: number): AppError {
  const options = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  return new AppError('RESULT_IMAGE_NOT_STORED', { id, reason }, options);
}
