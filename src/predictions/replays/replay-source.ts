import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';

import { DatabaseService } from '../../database/database.service.js';
import { PredictionEntity } from '../history/prediction.entity.js';
import { timeOfPredictionId } from '../history/prediction-id.js';
import type { StoredInput } from '../history/prediction-record.js';
import type { AnswerResult } from '../prediction.js';
import type { ReplayFilters } from './replay.entity.js';

/** A prediction that can be made again. */
export interface Replayable {
  readonly id: string;
  readonly createdAt: Date;
  readonly result: AnswerResult;
  readonly timingsMs: Readonly<Record<string, number>> | null;
  readonly cached: boolean;
  readonly input: StoredInput;
}

/** Reads the predictions that a replay takes: answered ones with a stored input, newest first. */
@Injectable()
export class ReplaySource {
  constructor(private readonly database: DatabaseService) {}

  /** @throws AppError HISTORY_UNAVAILABLE */
  page(model: string, filters: ReplayFilters, limit: number, after: string | null): Promise<Replayable[]> {
    return this.database.read(async (manager) => {
      const query = narrow(manager.createQueryBuilder(PredictionEntity, 'p'), model, filters);
      if (after !== null) {
        query.andWhere('p.createdAt <= :at AND (p.createdAt, p.id) < (:at, :after)', {
          at: timeOfPredictionId(after),
          after,
        });
      }
      const rows = await query
        .addSelect('p.inputData')
        .orderBy('p.createdAt', 'DESC')
        .addOrderBy('p.id', 'DESC')
        .limit(limit)
        .getMany();
      return rows.map((row) => ({
        id: row.id,
        createdAt: row.createdAt,
        result: row.result as AnswerResult,
        timingsMs: row.timingsMs,
        cached: row.cached,
        input: { key: row.inputKey, data: row.inputData, options: row.inputOptions ?? {} },
      }));
    });
  }

  /** How many there are, counted no further than `limit`. @throws AppError HISTORY_UNAVAILABLE */
  count(model: string, filters: ReplayFilters, limit: number): Promise<number> {
    return this.database.read(async (manager) => {
      const query = narrow(manager.createQueryBuilder(PredictionEntity, 'p'), model, filters);
      const some = query.select('1').limit(limit);
      const row = await manager
        .createQueryBuilder()
        .select('count(*)::int', 'count')
        .from(`(${some.getQuery()})`, 'some')
        .setParameters(some.getParameters())
        .getRawOne<{ count: number }>();
      return row?.count ?? 0;
    });
  }
}

function narrow(
  query: SelectQueryBuilder<PredictionEntity>,
  model: string,
  { version, label, confidenceStatus, sessionId, from, to }: ReplayFilters,
): SelectQueryBuilder<PredictionEntity> {
  query
    .where('p.model = :model', { model })
    .andWhere('p.inputOptions IS NOT NULL')
    .andWhere(`p.status = 'succeeded'`)
    .andWhere('p.shadowOf IS NULL')
    .andWhere('p.createdAt < :to', { to: new Date(to) });
  if (version !== undefined) query.andWhere('p.version = :version', { version });
  if (label !== undefined) query.andWhere('p.labels @> ARRAY[:label]::text[]', { label });
  if (confidenceStatus !== undefined)
    query.andWhere('p.confidenceStatus = :confidenceStatus', { confidenceStatus });
  if (sessionId !== undefined) query.andWhere('p.sessionId = :sessionId', { sessionId });
  if (from !== undefined) query.andWhere('p.createdAt >= :from', { from: new Date(from) });
  return query;
}
