import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';

import { AppError } from '../../common/errors.js';
import { DatabaseService } from '../../database/database.service.js';
import { HistoryWriter } from './history-writer.js';
import { fromCursor, toCursor } from './page-cursor.js';
import { PredictionEntity } from './prediction.entity.js';
import { timeOfPredictionId } from './prediction-id.js';
import type { PredictionRecord } from './prediction-record.js';

export const DEFAULT_PAGE_SIZE = 50;
export const MAX_PAGE_SIZE = 200;

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
    const entities = await this.database.read((manager) => {
      const query = manager.createQueryBuilder(PredictionEntity, 'p');
      narrow(query, filters);
      if (after !== undefined) goOn(query, after);
      return query
        .orderBy('p.createdAt', 'DESC')
        .addOrderBy('p.id', 'DESC')
        .limit(limit + 1)
        .getMany();
    });
    const items = entities.slice(0, limit).map(toRecord);
    const last = items.at(-1);
    return { items, nextCursor: last && entities.length > limit ? toCursor(last.id) : null };
  }

  /**
   * One prediction, also while it has not reached the database.
   *
   * @throws AppError PREDICTION_NOT_FOUND, HISTORY_UNAVAILABLE
   */
  async get(id: string): Promise<PredictionRecord> {
    const createdAt = timeOfPredictionId(id);
    if (createdAt === undefined) throw new AppError('PREDICTION_NOT_FOUND', { id });
    const key = id.toLowerCase();
    const waiting = this.writer.waiting(key);
    if (waiting) return waiting;
    const entity = await this.database.read((manager) =>
      manager.findOneBy(PredictionEntity, { createdAt, id: key }),
    );
    if (entity) return toRecord(entity);
    if (this.writer.hasSpilled) {
      throw new AppError(
        'HISTORY_UNAVAILABLE',
        { reason: 'predictions made while the database was away are still being written' },
        { retryAfterSeconds: 2 },
      );
    }
    throw new AppError('PREDICTION_NOT_FOUND', { id });
  }
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
  };
}
