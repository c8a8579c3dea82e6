import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

import { DatabaseService } from '../../database/database.service.js';
import type { ReplayOutcome } from './replay-row.entity.js';
import { ReplayEntity, type ReplayState } from './replay.entity.js';

/** A server that has said nothing for so long is taken for dead, and another one goes on. */
export const LEASE_SECONDS = 30;
const LIST_LIMIT = 100;
const OPEN: readonly ReplayState[] = ['queued', 'running'];

export type Replay = ReplayEntity;
export type NewReplay = Pick<Replay, 'id' | 'model' | 'against' | 'filters' | 'rowLimit' | 'total'>;

/** What came of one prediction. */
export interface ReplayRow {
  readonly predictionId: string;
  readonly predictedAt: Date;
  readonly outcome: ReplayOutcome;
  readonly errorCode: string | null;
  readonly oldLabel: string | null;
  readonly newLabel: string | null;
  readonly scoreShift: number | null;
  readonly latencyShiftMs: number | null;
  readonly change: number;
  readonly newResult: unknown;
}

const ROW_TYPES = `"predictionId" uuid, "predictedAt" timestamptz, outcome text, "errorCode" text, "oldLabel" text,
  "newLabel" text, "scoreShift" double precision, "latencyShiftMs" double precision, change double precision,
  "newResult" jsonb`;

/**
 * Replays in the database, which is what makes them survive a restart and shared by all servers. Each is worked on by
 * the server that holds its lease; every step names the holder, so that one that was away too long changes nothing.
 *
 * Every method throws AppError HISTORY_UNAVAILABLE while the database is away.
 */
@Injectable()
export class ReplayStore {
  constructor(private readonly database: DatabaseService) {}

  insert(replay: NewReplay): Promise<Replay> {
    const { id, model, against, filters, rowLimit, total } = replay;
    return this.database.write(async (manager) => {
      await manager.query(
        `INSERT INTO "replays" ("id", "model", "against", "filters", "row_limit", "total", "done", "state", "created_at")
         VALUES ($1, $2, $3, $4, $5, $6, 0, 'queued', now())`,
        [id, model, against, filters, rowLimit, total],
      );
      return manager.findOneByOrFail(ReplayEntity, { id });
    });
  }

  find(id: string): Promise<Replay | null> {
    return this.database.read((manager) => manager.findOneBy(ReplayEntity, { id }));
  }

  /** Newest first. */
  list(): Promise<Replay[]> {
    return this.database.read((manager) =>
      manager.find(ReplayEntity, { order: { createdAt: 'DESC', id: 'DESC' }, take: LIST_LIMIT }),
    );
  }

  /** Takes the oldest replay that nobody works on; undefined when there is none. */
  claim(owner: string): Promise<Replay | undefined> {
    return this.database.write(async (manager) => {
      const [rows] = await manager.query<[{ id: string }[], number]>(
        `UPDATE "replays" SET "state" = 'running', "started_at" = coalesce("started_at", now()),
           "lease_owner" = $1, "lease_until" = now() + make_interval(secs => ${LEASE_SECONDS})
         WHERE "id" = (
           SELECT "id" FROM "replays"
           WHERE "finished_at" IS NULL AND ("state" = 'queued' OR "lease_until" < now())
           ORDER BY "created_at" LIMIT 1 FOR UPDATE SKIP LOCKED)
         RETURNING "id"`,
        [owner],
      );
      const [row] = rows;
      return row && ((await manager.findOneBy(ReplayEntity, { id: row.id })) ?? undefined);
    });
  }

  /** Says that its holder is still at it. @returns false when it is somebody else's now, or cancelled */
  renew(id: string, owner: string): Promise<boolean> {
    return this.database.write((manager) => this.step(manager, id, owner, ''));
  }

  /**
   * Writes what came of some predictions, and how far the replay is, in one. Nothing of those that were erased meanwhile: they are
   * held until it is written, so that an erasure finds it.
   *
   * @returns as `renew`; nothing is written then
   */
  save(id: string, owner: string, rows: readonly ReplayRow[]): Promise<boolean> {
    const last = rows.at(-1);
    if (!last) return this.renew(id, owner);
    return this.database.write((manager) =>
      manager.transaction(async (transaction) => {
        const set = `, "last_id" = $3, "done" = "done" + $4`;
        if (!(await this.step(transaction, id, owner, set, last.predictionId, rows.length))) return false;
        await transaction.query(
          `INSERT INTO "replay_rows" ("replay_id", "prediction_id", "predicted_at", "outcome", "error_code", "old_label",
             "new_label", "score_shift", "latency_shift_ms", "change", "new_result")
           SELECT $1, "predictionId", "predictedAt", outcome, "errorCode", "oldLabel", "newLabel", "scoreShift",
             "latencyShiftMs", change, "newResult"
           FROM jsonb_to_recordset($2::jsonb) AS row (${ROW_TYPES})
           JOIN "predictions" p ON p."created_at" = "predictedAt" AND p."id" = "predictionId"
           FOR KEY SHARE OF p
           ON CONFLICT DO NOTHING`,
          [id, JSON.stringify(rows)],
        );
        return true;
      }),
    );
  }

  /** Ends it. @returns false when it was not its holder's any more */
  finish(id: string, owner: string, state: 'done' | 'failed', reason: string | null): Promise<boolean> {
    const set = `, "state" = $3, "reason" = $4, "finished_at" = now(), "total" = "done"`;
    return this.database.write((manager) => this.step(manager, id, owner, set, state, reason));
  }

  /** Gives it back at once, for a server that stops. */
  release(id: string, owner: string): Promise<void> {
    return this.database.write(async (manager) => {
      await manager.query(
        `UPDATE "replays" SET "lease_until" = now() - interval '1 second' WHERE "id" = $1 AND "lease_owner" = $2`,
        [id, owner],
      );
    });
  }

  /** Ends it, whoever works on it; does nothing to one that is over. */
  cancel(id: string): Promise<Replay | null> {
    return this.database.write(async (manager) => {
      await manager.query(
        `UPDATE "replays" SET "state" = 'cancelled', "finished_at" = now() WHERE "id" = $1 AND "state" = ANY($2)`,
        [id, OPEN],
      );
      return manager.findOneBy(ReplayEntity, { id });
    });
  }

  /** Forgets what is older than `days`: replays hold answers, and those are not kept for longer. */
  removeOld(days: number): Promise<void> {
    return this.database.write(async (manager) => {
      await manager.query(
        `DELETE FROM "replays" WHERE "finished_at" < now() - make_interval(days => $1::integer)`,
        [days],
      );
    });
  }

  private async step(
    manager: EntityManager,
    id: string,
    owner: string,
    set: string,
    ...values: unknown[]
  ): Promise<boolean> {
    const [, count] = await manager.query<[unknown[], number]>(
      `UPDATE "replays" SET "lease_until" = now() + make_interval(secs => ${LEASE_SECONDS})${set}
       WHERE "id" = $1 AND "lease_owner" = $2 AND "state" = 'running'`,
      [id, owner, ...values],
    );
    return count > 0;
  }
}
