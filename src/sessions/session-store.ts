import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

import { DatabaseService } from '../database/database.service.js';
import type { NewSession, Session } from './session.js';
import { SessionEntity, type SessionStatus } from './session.entity.js';
import { addSighting, EMPTY_SUMMARY, type Sighting } from './session-summary.js';

/** Tries to add to a summary that another server changes at the same time. */
const MAX_TRIES = 20;

export interface SessionFilters {
  readonly status?: SessionStatus;
  readonly model?: string;
  /** Time of creation: inclusive and exclusive. */
  readonly from?: Date;
  readonly to?: Date;
}

/**
 * Sessions in the database. Every change is one statement that names the states it may start from, so that two servers
 * cannot disagree and nothing brings back a session that has ended. Times are the database's, one clock for all servers.
 *
 * Every method throws AppError HISTORY_UNAVAILABLE while the database is away.
 */
@Injectable()
export class SessionStore {
  constructor(private readonly database: DatabaseService) {}

  insert(id: string, { metadata, model, version, ttlSeconds }: NewSession): Promise<Session> {
    return this.database.write(async (manager) => {
      const rows = await manager.query<Row[]>(
        `INSERT INTO "sessions" ("id", "status", "metadata", "model", "version", "ttl_seconds", "created_at",
           "last_activity", "expires_at", "prediction_count", "summary", "revision")
         VALUES ($1, 'created', $2, $3, $4, $5::integer, now(), now(), now() + make_interval(secs => $5::integer), 0, $6, 1)
         RETURNING *`,
        [id, metadata, model, version, ttlSeconds, EMPTY_SUMMARY],
      );
      return toSession(rows[0] as Row);
    });
  }

  find(id: string): Promise<Session | undefined> {
    return this.database.read((manager) => findRow(manager, id));
  }

  /** Newest first. @param after id of the last session of the page before */
  list(filters: SessionFilters, limit: number, after?: string): Promise<Session[]> {
    return this.database.read(async (manager) => {
      const query = manager.createQueryBuilder(SessionEntity, 's').orderBy('s.id', 'DESC').limit(limit);
      const { status, model, from, to } = filters;
      // One that has expired is over, although the clean-up has not been there yet.
      if (status === 'ended') query.andWhere(`(s.status = 'ended' OR s.expiresAt <= now())`);
      else if (status !== undefined) query.andWhere('s.status = :status AND s.expiresAt > now()', { status });
      if (model !== undefined) query.andWhere('s.model = :model', { model });
      if (from !== undefined) query.andWhere('s.createdAt >= :from', { from });
      if (to !== undefined) query.andWhere('s.createdAt < :to', { to });
      if (after !== undefined) query.andWhere('s.id < :after', { after });
      return query.getMany();
    });
  }

  /** Notes activity: the session is active from now on and lives for its time again. undefined when it is over or unknown. */
  touch(id: string): Promise<Session | undefined> {
    return this.change(
      id,
      `"status" = 'active', "last_activity" = now(), "expires_at" = now() + make_interval(secs => "ttl_seconds")`,
    );
  }

  /** Replaces the metadata. undefined when the session is over or unknown. */
  describe(id: string, metadata: Record<string, unknown>): Promise<Session | undefined> {
    return this.change(id, `"metadata" = $2`, metadata);
  }

  /** undefined when the session is over already, or unknown. */
  end(id: string): Promise<Session | undefined> {
    return this.change(id, `"status" = 'ended', "ended_at" = now(), "end_reason" = 'requested'`);
  }

  /**
   * Adds predictions to the summary, also when the session has expired meanwhile: they began in time. One that somebody
   * ended has its final summary.
   */
  record(id: string, sightings: readonly Sighting[]): Promise<Session | undefined> {
    return this.database.write(async (manager) => {
      for (let tries = 0; tries < MAX_TRIES; tries += 1) {
        const current = await findRow(manager, id);
        if (!current || (current.status === 'ended' && current.endReason === 'requested')) return current;
        const summary = sightings.reduce(addSighting, current.summary);
        const [rows] = await manager.query<[Row[], number]>(
          `UPDATE "sessions" SET "summary" = $3, "prediction_count" = "prediction_count" + $4, "revision" = "revision" + 1
           WHERE "id" = $1 AND "revision" = $2 RETURNING *`,
          [id, current.revision, summary, sightings.length],
        );
        if (rows[0]) return toSession(rows[0]);
      }
      throw new Error(`session ${id} is changed by too many at once`);
    });
  }

  /** Ends what nobody has used for its time to live. @returns how many */
  endExpired(): Promise<number> {
    return this.database.write(async (manager) => {
      const [, count] = await manager.query<[Row[], number]>(
        `UPDATE "sessions" SET "status" = 'ended', "ended_at" = "expires_at", "end_reason" = 'expired',
           "revision" = "revision" + 1
         WHERE "status" <> 'ended' AND "expires_at" <= now()`,
      );
      return count;
    });
  }

  /** @returns whether there was one */
  remove(id: string): Promise<boolean> {
    return this.database.write(async (manager) => {
      const [, count] = await manager.query<[Row[], number]>(`DELETE FROM "sessions" WHERE "id" = $1`, [id]);
      return count > 0;
    });
  }

  private change(id: string, set: string, ...values: unknown[]): Promise<Session | undefined> {
    return this.database.write(async (manager) => {
      const [rows] = await manager.query<[Row[], number]>(
        `UPDATE "sessions" SET ${set}, "revision" = "revision" + 1
         WHERE "id" = $1 AND "status" <> 'ended' AND "expires_at" > now() RETURNING *`,
        [id, ...values],
      );
      return rows[0] && toSession(rows[0]);
    });
  }
}

interface Row {
  readonly id: string;
  readonly status: SessionStatus;
  readonly metadata: Record<string, unknown>;
  readonly model: string | null;
  readonly version: string | null;
  readonly ttl_seconds: number;
  readonly created_at: Date;
  readonly last_activity: Date;
  readonly expires_at: Date;
  readonly ended_at: Date | null;
  readonly end_reason: Session['endReason'];
  readonly prediction_count: number;
  readonly summary: Session['summary'];
  readonly revision: number;
}

async function findRow(manager: EntityManager, id: string): Promise<Session | undefined> {
  return (await manager.findOneBy(SessionEntity, { id })) ?? undefined;
}

function toSession(row: Row): Session {
  return {
    id: row.id,
    status: row.status,
    metadata: row.metadata,
    model: row.model,
    version: row.version,
    ttlSeconds: row.ttl_seconds,
    createdAt: row.created_at,
    lastActivity: row.last_activity,
    expiresAt: row.expires_at,
    endedAt: row.ended_at,
    endReason: row.end_reason,
    predictionCount: row.prediction_count,
    summary: row.summary,
    revision: row.revision,
  };
}
