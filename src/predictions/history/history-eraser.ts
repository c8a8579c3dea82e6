import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

import { HistoryWriter } from './history-writer.js';

/** Takes what is recorded of a subject out of the history, wherever it is. */
@Injectable()
export class HistoryEraser {
  constructor(private readonly writer: HistoryWriter) {}

  /** Deletes the subject's rows with the inputs in them, what was said of them and what replays made of them, inside the caller's transaction, and those of this process that have not been written. */
  async eraseSubject(manager: EntityManager, subjectId: string): Promise<void> {
    this.writer.forgetSubject(subjectId);
    for (const table of ['prediction_feedback', 'replay_rows']) {
      await manager.query(
        `DELETE FROM "${table}" USING "predictions" p
         WHERE p."subject_id" = $1 AND "${table}"."prediction_id" = p."id"`,
        [subjectId],
      );
    }
    await manager.query(`DELETE FROM "predictions" WHERE "subject_id" = $1`, [subjectId]);
  }
}
