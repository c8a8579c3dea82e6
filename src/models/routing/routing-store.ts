import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

import { AppError } from '../../common/errors.js';
import { DatabaseService } from '../../database/database.service.js';
import { RoutingChangeEntity } from './routing-change.entity.js';
import type { RoutingRecord } from './routing-record.js';

const RETRY_AFTER_SECONDS = 5;

/** `DO NOTHING` makes it a comparison: no row comes back when somebody else took the revision. */
const INSERT = `INSERT INTO model_routing_changes
  (model, revision, state, action, changed_by, changed_at, reason, restored_revision)
  VALUES ($1, $2, $3::jsonb, $4, $5, $6, $7, $8)
  ON CONFLICT (model, revision) DO NOTHING
  RETURNING revision`;

/** The changes of routing in the database, which all instances share. Every method @throws AppError ROUTING_UNAVAILABLE */
@Injectable()
export class RoutingStore {
  constructor(private readonly database: DatabaseService) {}

  /** The last change of every model. */
  latestOfAll(): Promise<RoutingRecord[]> {
    return this.read(async (manager) => {
      const rows = await manager
        .createQueryBuilder(RoutingChangeEntity, 'c')
        .distinctOn(['c.model'])
        .orderBy('c.model')
        .addOrderBy('c.revision', 'DESC')
        .getMany();
      return rows.map(toRecord);
    });
  }

  /** The last change of one model; undefined when nobody has changed it. */
  async latest(model: string): Promise<RoutingRecord | undefined> {
    const [last] = await this.history(model, 1);
    return last;
  }

  /** Newest first. */
  history(model: string, limit: number): Promise<RoutingRecord[]> {
    return this.read(async (manager) => {
      const rows = await manager.find(RoutingChangeEntity, {
        where: { model },
        order: { revision: 'DESC' },
        take: limit,
      });
      return rows.map(toRecord);
    });
  }

  find(model: string, revision: number): Promise<RoutingRecord | undefined> {
    return this.read(async (manager) => {
      const row = await manager.findOneBy(RoutingChangeEntity, { model, revision });
      return row ? toRecord(row) : undefined;
    });
  }

  /** Adds a change. @returns false when its revision is taken: somebody else was quicker */
  async add(record: RoutingRecord): Promise<boolean> {
    const { model, revision, state, action, changedBy, changedAt, reason, restoredRevision } = record;
    const values = [model, revision, JSON.stringify(state), action, changedBy, changedAt, reason];
    try {
      const rows = await this.database.write((manager) =>
        manager.query<{ revision: number }[]>(INSERT, [...values, restoredRevision]),
      );
      return rows.length > 0;
    } catch (error) {
      throw unavailable(error);
    }
  }

  private async read<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await this.database.read(work);
    } catch (error) {
      throw unavailable(error);
    }
  }
}

/** The database speaks of the history when it is away; here it is the routing that waits for it. */
function unavailable(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code !== 'HISTORY_UNAVAILABLE') return error;
  const isOff = error.retryAfterSeconds === undefined;
  const reason = isOff
    ? 'there is no database to record changes in (DATABASE_MODE=off)'
    : String(error.details['reason']);
  return new AppError(
    'ROUTING_UNAVAILABLE',
    { reason },
    { cause: error, ...(isOff ? {} : { retryAfterSeconds: RETRY_AFTER_SECONDS }) },
  );
}

function toRecord(row: RoutingChangeEntity): RoutingRecord {
  const { model, revision, state, action, changedBy, changedAt, reason, restoredRevision } = row;
  return { model, revision, state, action, changedBy, changedAt, reason, restoredRevision };
}
