import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

import { HistoryWriter } from './history-writer.js';

/** Takes what is recorded of a subject out of the history, wherever it is. */
@Injectable()
export class HistoryEraser {
  constructor(private readonly writer: HistoryWriter) {}

  /**
   * Deletes the subject's rows with the inputs in them, what was said of them and what replays made of them, inside the caller's
   * transaction, and those of this process that have not been written.
   */
  async eraseSubject(manager: EntityManager, subjectId: string): Promise<void> {
    this.writer.forgetSubject(subjectId);
    // First the predictions: whoever adds to one of them holds it, so that what was added is there for the next statement.
    const [rows] = await manager.query<[{ id: string }[], number]>(
      `DELETE FROM "predictions" WHERE "subject_id" = $1 RETURNING "id"`,
      [subjectId],
    );
    const ids = rows.map(({ id }) => id);
    for (const table of ['prediction_feedback', 'replay_rows']) {
      await manager.query(`DELETE FROM "${table}" WHERE "prediction_id" = ANY($1::uuid[])`, [ids]);
    }
  }
}
