import { Injectable } from '@nestjs/common';

import { AppError } from '../../common/errors.js';
import { ObjectStorage } from '../../storage/object-storage.js';
import { HistoryQueries } from '../history/history-queries.js';

/** What a prediction was made from. */
export interface InputContent {
  readonly bytes: Buffer;
  readonly contentType: string;
}

/** Gives stored inputs back. */
@Injectable()
export class StoredInputs {
  constructor(
    private readonly history: HistoryQueries,
    private readonly storage: ObjectStorage,
  ) {}

  /**
   * The input of a prediction: a picture as it was sent, rows and tensors as the JSON of a request.
   *
   * @throws AppError PREDICTION_NOT_FOUND, INPUT_NOT_STORED, HISTORY_UNAVAILABLE, STORAGE_UNAVAILABLE
   */
  async get(predictionId: string): Promise<InputContent> {
    const input = await this.history.input(predictionId);
    if (input === null) throw new AppError('INPUT_NOT_STORED', { id: predictionId });
    if (input.key === null) {
      return { bytes: Buffer.from(JSON.stringify(input.data)), contentType: 'application/json' };
    }
    const object = await this.storage.get(input.key);
    if (!object) throw new AppError('INPUT_NOT_STORED', { id: predictionId });
    return object;
  }
}
