import { Injectable, Logger } from '@nestjs/common';

import { AppError } from '../../common/errors.js';
import { DatabaseService } from '../../database/database.service.js';
import { ObjectStorage } from '../../storage/object-storage.js';
import { HistoryQueries } from '../history/history-queries.js';
import type { MonthPartition } from '../history/month-partitions.js';
import { PartitionKeeper } from '../history/partition-keeper.js';

const PAGE_KEYS = 500;
const AT_A_TIME = 8;

/** What a prediction was made from. */
export interface InputContent {
  readonly bytes: Buffer;
  readonly contentType: string;
}

/** Gives stored inputs back, and removes them before the predictions of their month. */
@Injectable()
export class StoredInputs {
  readonly #logger = new Logger('Inputs');

  constructor(
    private readonly history: HistoryQueries,
    private readonly storage: ObjectStorage,
    private readonly database: DatabaseService,
    keeper: PartitionKeeper,
  ) {
    keeper.beforeDrop((partition) => this.#removeOf(partition));
  }

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

  /** Without a store the objects cannot be reached, and the predictions need not wait for that. */
  async #removeOf({ table, name }: MonthPartition): Promise<void> {
    if (table !== 'predictions' || this.storage.status.state === 'off') return;
    let removed = 0;
    for (let last = ''; ;) {
      const rows = await this.database.read((manager) =>
        manager.query<{ key: string }[]>(
          `SELECT DISTINCT input_key AS key FROM ${name} WHERE input_key > $1 ORDER BY key LIMIT ${PAGE_KEYS}`,
          [last],
        ),
      );
      for (let at = 0; at < rows.length; at += AT_A_TIME) {
        await Promise.all(rows.slice(at, at + AT_A_TIME).map(({ key }) => this.storage.delete(key)));
      }
      removed += rows.length;
      if (rows.length < PAGE_KEYS) break;
      last = rows.at(-1)?.key ?? last;
    }
    if (removed > 0) this.#logger.log(`${removed} stored inputs of ${name} removed`);
  }
}
