import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * One row of `subjects`. It stays when the subject is erased, with nothing but the id and the time, so that predictions which
 * were still on their way to the history do not get there: see PredictionSink.
 */
@Entity({ name: 'subjects' })
export class SubjectEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid', primaryKeyConstraintName: 'subjects_pkey' })
  id: string;

  /** Rises with every change of the records, and when they are erased: cached answers belong to one revision. */
  @Column({ name: 'revision', type: 'integer' })
  revision: number;

  /** Whether it was erased and has had no record since. */
  @Column({ name: 'is_erased', type: 'boolean' })
  isErased: boolean;

  /** When it was erased last; predictions of before are not kept. */
  @Column({ name: 'erased_at', type: 'timestamptz', precision: 3, nullable: true })
  erasedAt: Date | null;
}
