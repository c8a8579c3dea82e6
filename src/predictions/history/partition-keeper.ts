import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';

import { DatabaseService } from '../../database/database.service.js';
import { ensurePartitions } from './month-partitions.js';

const CHECK_INTERVAL_MS = 24 * 3600 * 1000;

/** Sees to it that the partitions of this month and the next are there: before the first row, and once a day. */
@Injectable()
export class PartitionKeeper implements OnApplicationShutdown {
  readonly #logger = new Logger('PartitionKeeper');
  readonly #timer: NodeJS.Timeout;

  constructor(private readonly database: DatabaseService) {
    database.beforeReady(async (manager) => this.#report(await ensurePartitions(manager, new Date())));
    this.#timer = setInterval(() => void this.#check(), CHECK_INTERVAL_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  async #check(): Promise<void> {
    try {
      this.#report(await this.database.write((manager) => ensurePartitions(manager, new Date())));
    } catch (error) {
      // The next month is made weeks ahead and the default partition takes the rest: the next day is soon enough.
      this.#logger.warn(`the partitions of the history could not be checked: ${(error as Error).message}`);
    }
  }

  #report(made: string[]): void {
    if (made.length > 0) this.#logger.log(`partitions made: ${made.join(', ')}`);
  }
}
