import { Injectable } from '@nestjs/common';

import { sqlState } from '../../database/connection-fault.js';
import { DatabaseService } from '../../database/database.service.js';
import { PREDICTION_COLUMNS } from './prediction-row.js';
import { RowFault } from './write-behind.js';
import type { HistorySink } from './write-behind.js';

const COLUMNS = Object.keys(PREDICTION_COLUMNS).join(', ');
const TYPES = Object.entries(PREDICTION_COLUMNS)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ');

/**
 * Rows about a subject that was erased meanwhile are left out, and the rows of `subjects` are locked until these here are
 * written: an erasure waits for them and then finds them.
 *
 * One statement and one parameter whatever the number of rows: the lines are joined as they are, so the HTTP process spends next
 * to nothing on them. COPY would be faster still, but ends the embedded database.
 */
const INSERT = `WITH given AS MATERIALIZED (
    SELECT ${COLUMNS} FROM jsonb_to_recordset($1::jsonb) AS row (${TYPES})),
  subject AS MATERIALIZED (
    SELECT id, is_erased, erased_at FROM subjects
    WHERE id IN (SELECT subject_id FROM given WHERE subject_id IS NOT NULL) FOR SHARE)
  INSERT INTO predictions (${COLUMNS})
  SELECT ${COLUMNS} FROM given
  WHERE subject_id IS NULL OR EXISTS (
    SELECT 1 FROM subject
    WHERE subject.id = given.subject_id AND NOT subject.is_erased
      AND (subject.erased_at IS NULL OR subject.erased_at < given.created_at))
  ON CONFLICT (created_at, id) DO NOTHING`;

/** SQLSTATE classes that blame the data: data exception, integrity violation. */
const ROW_FAULT_CLASS = /^(22|23)/;

/** Writes rows of the history to the database. */
@Injectable()
export class PredictionSink implements HistorySink {
  constructor(private readonly database: DatabaseService) {}

  async insert(lines: readonly string[]): Promise<void> {
    try {
      await this.database.write((manager) => manager.query(INSERT, [`[${lines.join(',')}]`]));
    } catch (error) {
      const state = sqlState(error);
      if (state && ROW_FAULT_CLASS.test(state)) {
        throw new RowFault(`the database refuses a row (SQLSTATE ${state})`, { cause: error });
      }
      throw error;
    }
  }
}
