import { setTimeout as delay } from 'node:timers/promises';

import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';

import { Env } from '../../config/env.js';
import { DatabaseService } from '../../database/database.service.js';
import {
  countStrays,
  dropPartition,
  ensurePartitions,
  listPartitions,
  type MonthPartition,
} from './month-partitions.js';
import { isExpired } from './months.js';

const CHECK_INTERVAL_MS = 6 * 3600 * 1000;
/** A long query of somebody else holds the table: others wait behind us, so give way and come back. */
const DROP_PAUSES_MS = [2000, 5000, 10_000];
const CLOSE_MAX_MS = 1000;
/** Rows that have waited for the database come first, where nothing has to be dropped. */
const FIRST_CHECK_MS = 5000;

export interface PartitionFigures {
  /** Months that have a partition of the predictions. */
  readonly months: number;
  /** Rows in the default partitions, which should have none. */
  readonly strays: number;
}

/** Does what has to be done before rows are dropped, for instance deletes what they refer to. */
export type BeforeDrop = (partition: MonthPartition) => Promise<void>;

/**
 * Sees to it that the partitions of this month and the next are there, before the first row and four times a day, and
 * drops months that are older than HISTORY_RETENTION_DAYS.
 */
@Injectable()
export class PartitionKeeper implements OnApplicationShutdown {
  readonly #logger = new Logger('PartitionKeeper');
  readonly #timer: NodeJS.Timeout;
  #first: NodeJS.Timeout | undefined;
  readonly #stopping = new AbortController();
  readonly #beforeDrop: BeforeDrop[] = [];
  readonly #retentionDays: number;
  #figures: PartitionFigures = { months: 0, strays: 0 };
  #work: Promise<void> = Promise.resolve();

  constructor(
    env: Env,
    private readonly database: DatabaseService,
  ) {
    this.#retentionDays = env.HISTORY_RETENTION_DAYS;
    database.beforeReady(async (manager) => this.#tell('made', await ensurePartitions(manager, new Date())));
    database.onReady(() => this.#ready());
    this.#timer = setInterval(() => void this.check(), CHECK_INTERVAL_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    clearTimeout(this.#first);
    this.#stopping.abort();
    // A database that does not answer must not hold up the end.
    await Promise.race([this.#work, delay(CLOSE_MAX_MS, undefined, { ref: false })]);
  }

  /** As of the last check. */
  get figures(): PartitionFigures {
    return this.#figures;
  }

  /** Adds a step before each partition that is dropped; when it fails the partition stays until the next check. */
  beforeDrop(step: BeforeDrop): void {
    this.#beforeDrop.push(step);
  }

  /**
   * Makes what is missing and drops what is too old, after the check in progress if there is one. Never rejects: what
   * fails is logged and done by the next check.
   */
  check(now = new Date()): Promise<void> {
    this.#work = this.#work.then(() => this.#check(now));
    return this.#work;
  }

  #ready(): void {
    clearTimeout(this.#first);
    if (this.#retentionDays > 0) void this.check();
    else this.#first = setTimeout(() => void this.check(), FIRST_CHECK_MS).unref();
  }

  async #check(now: Date): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    try {
      this.#tell('made', await this.database.write((manager) => ensurePartitions(manager, now)));
      if (this.#retentionDays > 0) await this.#dropExpired(now);
      await this.#count();
    } catch (error) {
      // The next month is made weeks ahead and the default partition takes the rest: the next check is soon enough.
      this.#logger.warn(`the partitions of the history could not be checked: ${(error as Error).message}`);
    }
  }

  async #dropExpired(now: Date): Promise<void> {
    const partitions = await this.database.read(listPartitions);
    for (const partition of partitions) {
      if (!isExpired(partition.month, now, this.#retentionDays)) continue;
      for (const step of this.#beforeDrop) await step(partition);
      if (await this.#drop(partition)) this.#tell('dropped', [partition.name]);
    }
  }

  async #drop(partition: MonthPartition): Promise<boolean> {
    for (const pauseMs of DROP_PAUSES_MS) {
      try {
        return await this.database.write((manager) => dropPartition(manager, partition));
      } catch (error) {
        this.#logger.debug(`${partition.name} is in use: ${(error as Error).message}`);
      }
      await delay(pauseMs, undefined, { signal: this.#stopping.signal, ref: false });
    }
    return this.database.write((manager) => dropPartition(manager, partition));
  }

  async #count(): Promise<void> {
    const [partitions, strays] = await this.database.read((manager) =>
      Promise.all([listPartitions(manager), countStrays(manager)]),
    );
    const months = partitions.filter(({ table, isAttached }) => table === 'predictions' && isAttached).length;
    this.#figures = { months, strays };
    if (strays > 0) this.#logger.warn(`${strays} rows of the history lie outside of every month`);
  }

  #tell(what: 'made' | 'dropped', names: readonly string[]): void {
    if (names.length > 0) this.#logger.log(`partitions ${what}: ${names.join(', ')}`);
  }
}
