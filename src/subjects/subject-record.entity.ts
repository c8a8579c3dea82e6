import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { RecordFields } from './subject-record.js';

/** One row of `subject_records`: what a subject has written down on one day. */
@Entity({ name: 'subject_records' })
export class SubjectRecordEntity {
  @PrimaryColumn({ name: 'subject_id', type: 'uuid', primaryKeyConstraintName: 'subject_records_pkey' })
  subjectId: string;

  /** YYYY-MM-DD. */
  @PrimaryColumn({ name: 'date', type: 'date', primaryKeyConstraintName: 'subject_records_pkey' })
  date: string;

  @Column({ name: 'fields', type: 'jsonb' })
  fields: RecordFields;

  @Column({ name: 'stored_at', type: 'timestamptz', precision: 3 })
  storedAt: Date;
}
