import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * One row of `predictions`, partitioned by month on `created_at`. Never leaves this folder: others see `PredictionRecord`.
 *
 * Ascending indexes serve the newest-first pages as well: PostgreSQL walks them backwards.
 */
@Entity({ name: 'predictions' })
@Index('predictions_model_idx', ['model', 'createdAt', 'id'])
@Index('predictions_model_version_idx', ['model', 'version', 'createdAt', 'id'])
@Index('predictions_failed_idx', ['createdAt', 'id'], { where: `"status" = 'failed'` })
@Index('predictions_confidence_idx', ['confidenceStatus', 'createdAt', 'id'], {
  where: `"confidence_status" IS NOT NULL`,
})
@Index('predictions_request_idx', ['requestId', 'createdAt', 'id'])
@Index('predictions_session_idx', ['sessionId', 'createdAt', 'id'], { where: `"session_id" IS NOT NULL` })
@Index('predictions_subject_idx', ['subjectId', 'createdAt', 'id'], { where: `"subject_id" IS NOT NULL` })
@Index('predictions_labels_idx', ['labels'], { type: 'gin' })
export class PredictionEntity {
  /** The time inside `id`, to the millisecond; part of the key because the table is partitioned by it. */
  @PrimaryColumn({
    name: 'created_at',
    type: 'timestamptz',
    precision: 3,
    primaryKeyConstraintName: 'predictions_pkey',
  })
  createdAt: Date;

  @PrimaryColumn({ name: 'id', type: 'uuid', primaryKeyConstraintName: 'predictions_pkey' })
  id: string;

  @Column({ name: 'request_id', type: 'text' })
  requestId: string;

  @Column({ name: 'session_id', type: 'uuid', nullable: true })
  sessionId: string | null;

  @Column({ name: 'subject_id', type: 'uuid', nullable: true })
  subjectId: string | null;

  @Column({ name: 'model', type: 'text' })
  model: string;

  @Column({ name: 'version', type: 'text' })
  version: string;

  @Column({ name: 'digest', type: 'text' })
  digest: string;

  @Column({ name: 'task', type: 'text' })
  task: string;

  @Column({ name: 'status', type: 'text' })
  status: 'succeeded' | 'failed';

  @Column({ name: 'error_code', type: 'text', nullable: true })
  errorCode: string | null;

  @Column({ name: 'label', type: 'text', nullable: true })
  label: string | null;

  @Column({ name: 'score', type: 'double precision', nullable: true })
  score: number | null;

  @Column({ name: 'labels', type: 'text', array: true })
  labels: string[];

  @Column({ name: 'confidence_status', type: 'text', nullable: true })
  confidenceStatus: 'HIGH' | 'MEDIUM' | 'LOW' | null;

  @Column({ name: 'cached', type: 'boolean' })
  cached: boolean;

  @Column({ name: 'result', type: 'jsonb', nullable: true })
  result: unknown;

  @Column({ name: 'input_digest', type: 'text', nullable: true })
  inputDigest: string | null;

  @Column({ name: 'input_bytes', type: 'integer', nullable: true })
  inputBytes: number | null;

  @Column({ name: 'timings_ms', type: 'jsonb', nullable: true })
  timingsMs: Record<string, number> | null;

  @Column({ name: 'total_ms', type: 'double precision' })
  totalMs: number;

  /** The prediction that was answered, where this one was only made to be compared with it. */
  @Column({ name: 'shadow_of', type: 'uuid', nullable: true })
  shadowOf: string | null;

  @Column({ name: 'input_key', type: 'text', nullable: true })
  inputKey: string | null;

  /** May be large, and pages of the history do not show it. */
  @Column({ name: 'input_data', type: 'jsonb', nullable: true, select: false })
  inputData: unknown;

  /** null exactly when no input is kept. */
  @Column({ name: 'input_options', type: 'jsonb', nullable: true })
  inputOptions: Record<string, unknown> | null;

  /** Of the drawn answer in the store. */
  @Column({ name: 'result_key', type: 'text', nullable: true })
  resultKey: string | null;
}
