import { Injectable } from '@nestjs/common';

import { DatabaseService } from '../database/database.service.js';
import type { NewSession, Session } from './session.js';
import { AND_TRACKS_LEAVE, type EndedRow, type EndedSession, toEnded } from './ended-session.js';
import { ALL_COLUMNS, type RecordedSession, WRITTEN_TRACKS } from './recorded-session.js';
import { advance } from './session-advance.js';
import { SESSION_COLUMNS, type SessionRow, toSession } from './session-row.js';
import { SessionEntity, type SessionStatus } from './session.entity.js';
import { EMPTY_SUMMARY, type Sighting } from './session-summary.js';

/** Tries to add to a summary that another server changes at the same time. */
const MAX_TRIES = 20;
const CLEANED_AT_ONCE = 500;

/** What feeds have to know of a session. */
export interface FeedState {
  /** Of the last change that feeds tell. */
  readonly number: number;
  /** Its time is over, and nobody has ended it yet. */
  readonly hasExpired: boolean;
}

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

  /** undefined when there is a session with that id already, over or not. */
  insert(
    id: string,
    { metadata, model, version, ttlSeconds, tracking }: NewSession,
  ): Promise<Session | undefined> {
    return this.database.write(async (manager) => {
      const rows = await manager.query<SessionRow[]>(
        `INSERT INTO "sessions" ("id", "status", "metadata", "model", "version", "ttl_seconds", "created_at",
           "last_activity", "expires_at", "prediction_count", "summary", "tracking", "feed_number", "revision")
         VALUES ($1, 'created', $2, $3, $4, $5::integer, now(), now(), now() + make_interval(secs => $5::integer), 0, $6, $7,
           0, 1)
         ON CONFLICT ("id") DO NOTHING
         RETURNING ${SESSION_COLUMNS}`,
        [id, metadata, model, version, ttlSeconds, EMPTY_SUMMARY, tracking],
      );
      return rows[0] && toSession(rows[0]);
    });
  }

  find(id: string): Promise<Session | undefined> {
    return this.database.read(async (manager) => {
      return (await manager.findOneBy(SessionEntity, { id })) ?? undefined;
    });
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
  end(id: string): Promise<EndedSession | undefined> {
    return this.database.write(async (manager) => {
      const rows = await manager.query<EndedRow[]>(
        `WITH changed AS (
           UPDATE "sessions" SET "status" = 'ended', "ended_at" = now(), "end_reason" = 'requested', "track_state" = NULL,
             "feed_number" = "feed_number" + 1, "revision" = "revision" + 1
           WHERE "id" = $1 AND "status" <> 'ended' AND "expires_at" > now() RETURNING ${SESSION_COLUMNS})
         ${AND_TRACKS_LEAVE}`,
        [id],
      );
      return rows[0] && toEnded(rows[0]);
    });
  }

  /**
   * Adds predictions to the summary and to what is followed, also when the session has expired meanwhile: they began in time.
   * One that somebody ended has its final summary.
   */
  record(id: string, sightings: readonly Sighting[]): Promise<RecordedSession | undefined> {
    return this.database.write(async (manager) => {
      for (let tries = 0; tries < MAX_TRIES; tries += 1) {
        const current = await manager.findOne(SessionEntity, { where: { id }, select: ALL_COLUMNS });
        if (!current) return undefined;
        if (current.status === 'ended' && current.endReason === 'requested') {
          return { session: current, advance: null };
        }
        const { summary, trackState: state = null } = current;
        const tracking = current.status === 'ended' ? null : current.tracking;
        const next = advance({ summary, state, tracking }, sightings);
        const rows = await manager.query<SessionRow[]>(
          `WITH changed AS (
             UPDATE "sessions" SET "summary" = $3, "prediction_count" = "prediction_count" + $4, "track_state" = $5,
               "feed_number" = "feed_number" + 1, "revision" = "revision" + 1
             WHERE "id" = $1 AND "revision" = $2 RETURNING ${SESSION_COLUMNS}),
           ${WRITTEN_TRACKS}
           SELECT * FROM changed`,
          [id, current.revision, next.summary, sightings.length, next.state, JSON.stringify(next.changed)],
        );
        if (rows[0]) return { session: toSession(rows[0]), advance: next };
      }
      throw new Error(`session ${id} is changed by too many at once`);
    });
  }

  /** Ends some of those that nobody has used for their time to live. @returns what was ended; none when there are no more */
  endExpired(): Promise<EndedSession[]> {
    return this.database.write(async (manager) => {
      const rows = await manager.query<EndedRow[]>(
        `WITH changed AS (
           UPDATE "sessions" SET "status" = 'ended', "ended_at" = "expires_at", "end_reason" = 'expired',
             "track_state" = NULL, "feed_number" = "feed_number" + 1, "revision" = "revision" + 1
           WHERE "id" IN (SELECT "id" FROM "sessions" WHERE "status" <> 'ended' AND "expires_at" <= now()
             ORDER BY "expires_at" LIMIT ${CLEANED_AT_ONCE} FOR UPDATE SKIP LOCKED)
             AND "status" <> 'ended' AND "expires_at" <= now()
           RETURNING ${SESSION_COLUMNS})
         ${AND_TRACKS_LEAVE}`,
      );
      return rows.map(toEnded);
    });
  }

  /** How far the feeds of sessions are. Ids that are missing in the answer are unknown. */
  feedStates(ids: readonly string[]): Promise<Map<string, FeedState>> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<{ id: string; number: number; expired: boolean }[]>(
        `SELECT "id", "feed_number" AS "number", ("status" <> 'ended' AND "expires_at" <= now()) AS "expired"
         FROM "sessions" WHERE "id" = ANY($1::uuid[])`,
        [ids],
      );
      return new Map(rows.map(({ id, number, expired }) => [id, { number, hasExpired: expired }]));
    });
  }

  /** @returns number of the last change that its feed told; undefined when there was none */
  remove(id: string): Promise<number | undefined> {
    return this.database.write(async (manager) => {
      const [rows] = await manager.query<[{ number: number }[], number]>(
        `DELETE FROM "sessions" WHERE "id" = $1 RETURNING "feed_number" AS "number"`,
        [id],
      );
      return rows[0]?.number;
    });
  }

  private change(id: string, set: string, ...values: unknown[]): Promise<Session | undefined> {
    return this.database.write(async (manager) => {
      const [rows] = await manager.query<[SessionRow[], number]>(
        `UPDATE "sessions" SET ${set}, "revision" = "revision" + 1
         WHERE "id" = $1 AND "status" <> 'ended' AND "expires_at" > now() RETURNING ${SESSION_COLUMNS}`,
        [id, ...values],
      );
      return rows[0] && toSession(rows[0]);
    });
  }
}
