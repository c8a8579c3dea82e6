import { join } from 'node:path';

import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';

import { AppError } from '../../common/errors.js';
import { Env } from '../../config/env.js';
import { backoffMs } from '../../database/backoff.js';
import { DatabaseService } from '../../database/database.service.js';
import type { NewPrediction, PredictionRecord, StoredInput } from './prediction-record.js';
import { fromLine, inputFromLine, isOfSubject, toLine } from './prediction-row.js';
import { PredictionSink } from './prediction-sink.js';
import { SpillStore } from './spill-store.js';
import { WriteBehind } from './write-behind.js';
import type { Clock, WriteBehindLimits, WriteBehindStats } from './write-behind.js';

const MIB = 1024 * 1024;
const SPILL_MAX_BYTES = 256 * MIB;
/** Part of the drain time: a database that has not taken the rest by then is away, and the disk takes it. */
const CLOSE_MAX_MS = 5000;

const LIMITS: WriteBehindLimits = {
  maxRows: 10_000,
  maxBytes: 32 * MIB,
  flushRows: 200,
  flushMs: 250,
  spillMs: 10_000,
  backoffMs: (failures) => backoffMs(failures, 100, 10_000),
};

const clock: Clock = {
  now: () => performance.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms).unref();
    return () => clearTimeout(timer);
  },
};

export type HistoryWriterStats = WriteBehindStats;

/** Records predictions without making anybody wait; see `WriteBehind` for what happens while the database is away. */
@Injectable()
export class HistoryWriter implements OnApplicationShutdown {
  readonly #logger = new Logger('HistoryWriter');
  /** Whether the history is switched off: nothing is recorded then. */
  readonly isOff: boolean;
  readonly #closeMs: number;
  readonly #rows: WriteBehind;

  constructor(env: Env, database: DatabaseService, sink: PredictionSink) {
    this.isOff = env.DATABASE_MODE === 'off';
    this.#closeMs = Math.min(env.DRAIN_TIMEOUT_MS, CLOSE_MAX_MS);
    const spill = new SpillStore(join(env.DATA_DIR, 'history'), SPILL_MAX_BYTES);
    if (!this.isOff) this.#adopt(spill);
    this.#rows = new WriteBehind(sink, spill, LIMITS, clock, (fault) => this.#report(fault));
    database.onReady(() => this.#rows.retryNow());
  }

  /** Keeps a prediction; returns at once. Does nothing when the history is switched off. */
  record(prediction: NewPrediction): void {
    if (this.isOff) return;
    this.#rows.add(prediction.id, toLine(prediction));
  }

  /** Drops the predictions of a subject that wait in memory; those on disk are refused by the sink. */
  forgetSubject(subjectId: string): void {
    this.#rows.drop((line) => isOfSubject(line, subjectId));
  }

  /** A prediction that has not reached the database yet. */
  waiting(id: string): PredictionRecord | undefined {
    const line = this.#rows.get(id);
    return line === undefined ? undefined : fromLine(line);
  }

  /** What a prediction that has not reached the database yet was made from; undefined when none of that id waits. */
  waitingInput(id: string): StoredInput | null | undefined {
    const line = this.#rows.get(id);
    return line === undefined ? undefined : inputFromLine(line);
  }

  /** Whether rows lie on disk that are not yet in the database. */
  get hasSpilled(): boolean {
    return this.#rows.hasSpilled;
  }

  get stats(): HistoryWriterStats {
    return this.#rows.stats;
  }

  /** Puts what waits on disk now, without yielding: for a process that must end at once. */
  spillNow(): void {
    this.#rows.spillAll();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#rows.close(this.#closeMs);
  }

  #adopt(spill: SpillStore): void {
    try {
      spill.adopt();
      if (!spill.isEmpty) this.#logger.log(`${spill.bytes} bytes of unwritten history found on disk`);
    } catch (error) {
      this.#logger.warn(`the history on disk cannot be read: ${(error as Error).message}`);
    }
  }

  #report(fault: Error | null): void {
    if (!fault) return this.#logger.log('the history is being written again');
    const isKnown = fault instanceof AppError && fault.code === 'HISTORY_UNAVAILABLE';
    if (isKnown) this.#logger.debug(`the history waits: ${fault.message}`);
    else this.#logger.error(`the history cannot be written: ${fault.message}`);
  }
}
