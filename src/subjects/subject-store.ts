import { Injectable } from '@nestjs/common';

import { DatabaseService } from '../database/database.service.js';
import { HistoryEraser } from '../predictions/history/history-eraser.js';
import type { StoredRecord, SubjectRecord } from './subject-record.js';
import { SubjectRecordEntity } from './subject-record.entity.js';

/** What is known of a subject without its records. */
export interface SubjectState {
  /** Cached answers belong to one revision. */
  readonly revision: number;
  readonly isErased: boolean;
}

/** Records as they were at one revision. */
export interface SubjectSnapshot {
  readonly revision: number;
  /** Newest first. */
  readonly records: SubjectRecord[];
}

/**
 * Subjects and their records in the database. Whoever changes the records of a subject holds its row in `subjects`, so that
 * changes come one after the other on any number of servers.
 *
 * Every method throws AppError HISTORY_UNAVAILABLE while the database is away.
 */
@Injectable()
export class SubjectStore {
  constructor(
    private readonly database: DatabaseService,
    private readonly history: HistoryEraser,
  ) {}

  /** undefined when nothing was ever stored of it. */
  find(id: string): Promise<SubjectState | undefined> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<{ revision: number; is_erased: boolean }[]>(
        `SELECT "revision", "is_erased" FROM "subjects" WHERE "id" = $1`,
        [id],
      );
      return rows[0] && { revision: rows[0].revision, isErased: rows[0].is_erased };
    });
  }

  /**
   * Stores records, each in the place of what there was of its day. The revision rises only when something is new.
   *
   * @returns how many are new or other than before
   */
  put(id: string, records: readonly SubjectRecord[]): Promise<number> {
    return this.database.write((manager) =>
      manager.transaction(async (transaction) => {
        await transaction.query(
          `INSERT INTO "subjects" ("id", "revision", "is_erased") VALUES ($1, 0, false)
           ON CONFLICT ("id") DO UPDATE SET "is_erased" = false`,
          [id],
        );
        const changed = await transaction.query<unknown[]>(
          `INSERT INTO "subject_records" ("subject_id", "date", "fields", "stored_at")
           SELECT $1::uuid, record."date", record."fields", now()
           FROM jsonb_to_recordset($2::jsonb) AS record ("date" date, "fields" jsonb)
           ON CONFLICT ("subject_id", "date") DO UPDATE
             SET "fields" = EXCLUDED."fields", "stored_at" = EXCLUDED."stored_at"
             WHERE "subject_records"."fields" <> EXCLUDED."fields"
           RETURNING "date"`,
          [id, JSON.stringify(records)],
        );
        if (changed.length > 0) {
          await transaction.query(`UPDATE "subjects" SET "revision" = "revision" + 1 WHERE "id" = $1`, [id]);
        }
        return changed.length;
      }),
    );
  }

  /** Newest first. @param before only records of days before this one, YYYY-MM-DD */
  list(id: string, limit: number, before?: string): Promise<StoredRecord[]> {
    return this.database.read(async (manager) => {
      const query = manager
        .createQueryBuilder(SubjectRecordEntity, 'r')
        .where('r.subjectId = :id', { id })
        .orderBy('r.date', 'DESC')
        .limit(limit);
      if (before !== undefined) query.andWhere('r.date < :before', { before });
      return query.getMany();
    });
  }

  /**
   * The latest records, and those of `days` days before the oldest of them: everything that features as of the latest
   * `count` records can be made of. undefined when there is nothing of the subject.
   */
  latest(id: string, count: number, days: number): Promise<SubjectSnapshot | undefined> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<{ revision: number; date: string; fields: SubjectRecord['fields'] }[]>(
        `WITH "asked" AS (
           SELECT min("date") AS "oldest" FROM (
             SELECT "date" FROM "subject_records" WHERE "subject_id" = $1 ORDER BY "date" DESC LIMIT $2::integer
           ) AS "newest")
         SELECT s."revision", r."date"::text AS "date", r."fields"
         FROM "subjects" s
         JOIN "subject_records" r ON r."subject_id" = s."id"
         WHERE s."id" = $1 AND r."date" > (SELECT "oldest" FROM "asked") - $3::integer
         ORDER BY r."date" DESC`,
        [id, count, days],
      );
      const [first] = rows;
      return (
        first && { revision: first.revision, records: rows.map(({ date, fields }) => ({ date, fields })) }
      );
    });
  }

  /**
   * Erases records and predictions in one step. Predictions that are being written meanwhile are waited for and erased too.
   *
   * @returns whether there was ever anything of the subject
   */
  erase(id: string): Promise<boolean> {
    return this.database.write((manager) =>
      manager.transaction(async (transaction) => {
        const [, known] = await transaction.query<[unknown[], number]>(
          `UPDATE "subjects" SET "is_erased" = true, "erased_at" = $2, "revision" = "revision" + 1 WHERE "id" = $1`,
          // The clock that prediction ids are made with.
          [id, new Date()],
        );
        if (known === 0) return false;
        await transaction.query(`DELETE FROM "subject_records" WHERE "subject_id" = $1`, [id]);
        await this.history.eraseSubject(transaction, id);
        return true;
      }),
    );
  }
}
