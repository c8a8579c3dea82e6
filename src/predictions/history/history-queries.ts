import { setTimeout as delay } from 'node:timers/promises';

import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';

import { AppError } from '../../common/errors.js';
import { DatabaseService } from '../../database/database.service.js';
import { HistoryWriter } from './history-writer.js';
import { fromCursor, toCursor } from './page-cursor.js';
import { PredictionEntity } from './prediction.entity.js';
import { timeOfPredictionId } from './prediction-id.js';
import type { PredictionRecord, StoredInput } from './prediction-record.js';

export const DEFAULT_PAGE_SIZE = 50;
export const MAX_PAGE_SIZE = 200;
const PATIENCE_MS = 20_000;
const PATIENCE_STEP_MS = 1000;

/** Every given condition holds for each row of the answer. */
export interface PredictionFilters {
  readonly model?: string;
  readonly version?: string;
  /** One of the labels of the answer, not only the best one. */
  readonly label?: string;
  readonly status?: 'succeeded' | 'failed';
  readonly confidenceStatus?: 'HIGH' | 'MEDIUM' | 'LOW';
  readonly requestId?: string;
  /** Predictions that were only made to be compared: left out when not given. */
  readonly shadow?: 'only' | 'include';
  readonly sessionId?: string;
  readonly subjectId?: string;
  /** Inclusive. */
  readonly from?: Date;
  /** Exclusive. */
  readonly to?: Date;
}

export interface PageRequest {
  /** 1-200, default 50. */
  readonly limit?: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string;
}

export interface PredictionPage {
  readonly items: PredictionRecord[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/** Reads the recorded predictions. */
@Injectable()
export class HistoryQueries {
  constructor(
    private readonly database: DatabaseService,
    private readonly writer: HistoryWriter,
  ) {}

  /**
   * One page, newest first. Rows that are added meanwhile never shift the pages that follow.
   *
   * @throws AppError INVALID_CURSOR, HISTORY_UNAVAILABLE
   */
  async find(filters: PredictionFilters = {}, page: PageRequest = {}): Promise<PredictionPage> {
    const limit = Math.min(Math.max(page.limit ?? DEFAULT_PAGE_SIZE, 1), MAX_PAGE_SIZE);
    const after = page.cursor === undefined ? undefined : fromCursor(page.cursor);
    const records = await this.rows(filters, limit + 1, after);
    const items = records.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: last && records.length > limit ? toCursor(last.id) : null };
  }

  /**
   * Every row that fits, newest first, in pages; each is read when it is asked for. A database that is away in the
   * middle is waited for, for as long as `PATIENCE_MS` says.
   *
   * @throws AppError HISTORY_UNAVAILABLE for the first page at once
   */
  async *walk(filters: PredictionFilters, pageRows: number): AsyncGenerator<PredictionRecord[]> {
    let last: string | undefined;
    for (;;) {
      const page =
        last === undefined
          ? await this.rows(filters, pageRows, undefined)
          : await this.patiently(filters, pageRows, last);
      if (page.length > 0) yield page;
      if (page.length < pageRows) return;
      last = page.at(-1)?.id;
    }
  }

  private async patiently(
    filters: PredictionFilters,
    limit: number,
    after: string,
  ): Promise<PredictionRecord[]> {
    for (let waitedMs = 0; ; waitedMs += PATIENCE_STEP_MS) {
      try {
        return await this.rows(filters, limit, after);
      } catch (error) {
        if (waitedMs >= PATIENCE_MS || !(error instanceof AppError)) throw error;
      }
      await delay(PATIENCE_STEP_MS, undefined, { ref: false });
    }
  }

  private async rows(
    filters: PredictionFilters,
    limit: number,
    after: string | undefined,
  ): Promise<PredictionRecord[]> {
    const entities = await this.database.read((manager) => {
      const query = manager.createQueryBuilder(PredictionEntity, 'p');
      narrow(query, filters);
      if (after !== undefined) goOn(query, after);
      return query.orderBy('p.createdAt', 'DESC').addOrderBy('p.id', 'DESC').limit(limit).getMany();
    });
    return entities.map(toRecord);
  }

  /**
   * One prediction, also while it has not reached the database.
   *
   * @throws AppError PREDICTION_NOT_FOUND, HISTORY_UNAVAILABLE
   */
  async get(id: string): Promise<PredictionRecord> {
    const key = keyOf(id);
    const waiting = this.writer.waiting(key.id);
    if (waiting) return waiting;
    const entity = await this.database.read((manager) => manager.findOneBy(PredictionEntity, key));
    if (entity) return toRecord(entity);
    throw this.notFound(id);
  }

  /**
   * What a prediction was made from; null where that is not kept.
   *
   * @throws AppError as `get`
   */
  async input(id: string): Promise<StoredInput | null> {
    const key = keyOf(id);
    const waiting = this.writer.waitingInput(key.id);
    if (waiting !== undefined) return waiting;
    const entity = await this.database.read((manager) =>
      manager.findOne(PredictionEntity, {
        where: key,
        select: { id: true, createdAt: true, inputKey: true, inputData: true, inputOptions: true },
      }),
    );
    if (!entity) throw this.notFound(id);
    const { inputKey, inputData, inputOptions } = entity;
    return inputOptions && { key: inputKey, data: inputData, options: inputOptions };
  }

  private notFound(id: string): AppError {
    if (this.writer.hasSpilled) {
      return new AppError(
        'HISTORY_UNAVAILABLE',
        { reason: 'predictions made while the database was away are still being written' },
        { retryAfterSeconds: 2 },
      );
    }
    return new AppError('PREDICTION_NOT_FOUND', { id });
  }
}

/** @throws AppError PREDICTION_NOT_FOUND for an id that is none of ours */
function keyOf(id: string): { createdAt: Date; id: string } {
  const createdAt = timeOfPredictionId(id);
  if (createdAt === undefined) throw new AppError('PREDICTION_NOT_FOUND', { id });
  return { createdAt, id: id.toLowerCase() };
}

function narrow(query: SelectQueryBuilder<PredictionEntity>, filters: PredictionFilters): void {
  const {
    model,
    version,
    label,
    status,
    confidenceStatus,
    requestId,
    sessionId,
    subjectId,
    shadow,
    from,
    to,
  } = filters;
  if (model !== undefined) query.andWhere('p.model = :model', { model });
  if (version !== undefined) query.andWhere('p.version = :version', { version });
  if (label !== undefined) query.andWhere('p.labels @> ARRAY[:label]::text[]', { label });
  // As a literal, so that the planner recognises the partial index.
  if (status === 'failed') query.andWhere(`p.status = 'failed'`);
  if (status === 'succeeded') query.andWhere(`p.status = 'succeeded'`);
  if (confidenceStatus !== undefined)
    query.andWhere('p.confidenceStatus = :confidenceStatus', { confidenceStatus });
  if (requestId !== undefined) query.andWhere('p.requestId = :requestId', { requestId });
  if (shadow === 'only') query.andWhere('p.shadowOf IS NOT NULL');
  if (shadow === undefined) query.andWhere('p.shadowOf IS NULL');
  if (sessionId !== undefined) query.andWhere('p.sessionId = :sessionId', { sessionId });
  if (subjectId !== undefined) query.andWhere('p.subjectId = :subjectId', { subjectId });
  if (from !== undefined) query.andWhere('p.createdAt >= :from', { from });
  if (to !== undefined) query.andWhere('p.createdAt < :to', { to });
}

/** The first condition leaves out whole partitions, which PostgreSQL does not conclude from the pair. */
function goOn(query: SelectQueryBuilder<PredictionEntity>, id: string): void {
  query.andWhere('p.createdAt <= :at AND (p.createdAt, p.id) < (:at, :id)', {
    at: timeOfPredictionId(id),
    id,
  });
}

function toRecord(entity: PredictionEntity): PredictionRecord {
  return {
    id: entity.id,
    createdAt: entity.createdAt,
    requestId: entity.requestId,
    sessionId: entity.sessionId,
    subjectId: entity.subjectId,
    model: entity.model,
    version: entity.version,
    digest: entity.digest,
    task: entity.task,
    status: entity.status,
    errorCode: entity.errorCode,
    label: entity.label,
    score: entity.score,
    labels: entity.labels,
    confidenceStatus: entity.confidenceStatus,
    cached: entity.cached,
    result: entity.result,
    inputDigest: entity.inputDigest,
    inputBytes: entity.inputBytes,
    timingsMs: entity.timingsMs,
    totalMs: entity.totalMs,
    shadowOf: entity.shadowOf,
    resultKey: entity.resultKey,
    hasInput: entity.inputOptions !== null,
  };
}
