import { Injectable, Logger } from '@nestjs/common';

import { DatabaseService } from '../database/database.service.js';
import { ObjectStorage } from '../storage/object-storage.js';
import type { MonthPartition } from './history/month-partitions.js';
import { PartitionKeeper } from './history/partition-keeper.js';

const PAGE_KEYS = 500;
const AT_A_TIME = 8;
/** Columns of `predictions` that hold keys of the store. */
const KEY_COLUMNS = ['input_key', 'result_key'] as const;

/** Removes stored inputs and drawn answers before the predictions of their month are dropped. */
@Injectable()
export class MonthObjects {
  readonly #logger = new Logger('Inputs');

  constructor(
    private readonly storage: ObjectStorage,
    private readonly database: DatabaseService,
    keeper: PartitionKeeper,
  ) {
    keeper.beforeDrop((partition) => this.#removeOf(partition));
  }

  /** Without a store the objects cannot be reached, and the predictions need not wait for that. */
  async #removeOf({ table, name }: MonthPartition): Promise<void> {
    if (table !== 'predictions' || this.storage.status.state === 'off') return;
    for (const column of KEY_COLUMNS) {
      const removed = await this.#removeColumn(name, column);
      if (removed > 0) this.#logger.log(`${removed} stored objects of ${name} removed (${column})`);
    }
  }

  async #removeColumn(partition: string, column: string): Promise<number> {
    let removed = 0;
    for (let last = ''; ;) {
      const rows = await this.database.read((manager) =>
        manager.query<{ key: string }[]>(
          `SELECT DISTINCT ${column} AS key FROM ${partition} WHERE ${column} > $1 ORDER BY key LIMIT ${PAGE_KEYS}`,
          [last],
        ),
      );
      for (let at = 0; at < rows.length; at += AT_A_TIME) {
        await Promise.all(rows.slice(at, at + AT_A_TIME).map(({ key }) => this.storage.delete(key)));
      }
      removed += rows.length;
      if (rows.length < PAGE_KEYS) return removed;
      last = rows.at(-1)?.key ?? last;
    }
  }
}
