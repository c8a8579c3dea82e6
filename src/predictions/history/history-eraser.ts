import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

import { HistoryWriter } from './history-writer.js';

/** Takes what is recorded of a subject out of the history, wherever it is. */
@Injectable()
export class HistoryEraser {
  constructor(private readonly writer: HistoryWriter) {}

  /** Deletes the subject's rows, inside the caller's transaction, and those of this process that have not been written. */
  async eraseSubject(manager: EntityManager, subjectId: string): Promise<void> {
    this.writer.forgetSubject(subjectId);
    await manager.query(`DELETE FROM "predictions" WHERE "subject_id" = $1`, [subjectId]);
  }
}
