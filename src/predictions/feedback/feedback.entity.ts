import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

const PRIMARY_KEY = 'prediction_feedback_pkey';

/**
 * One opinion on one prediction; rows are added and never changed, the one with the highest revision counts. Partitioned
 * as the predictions are. Never leaves this folder.
 */
@Entity({ name: 'prediction_feedback' })
@Index('prediction_feedback_model_idx', ['model', 'createdAt'])
export class FeedbackEntity {
  /** Of the prediction, not of the feedback. */
  @PrimaryColumn({
    name: 'created_at',
    type: 'timestamptz',
    precision: 3,
    primaryKeyConstraintName: PRIMARY_KEY,
  })
  createdAt: Date;

  @PrimaryColumn({ name: 'prediction_id', type: 'uuid', primaryKeyConstraintName: PRIMARY_KEY })
  predictionId: string;

  /** From 1. */
  @PrimaryColumn({ name: 'revision', type: 'integer', primaryKeyConstraintName: PRIMARY_KEY })
  revision: number;

  @Column({ name: 'model', type: 'text' })
  model: string;

  @Column({ name: 'version', type: 'text' })
  version: string;

  /** What the prediction said first. */
  @Column({ name: 'predicted_label', type: 'text', nullable: true })
  predictedLabel: string | null;

  /** As told, or as the true label shows; null for numbers. */
  @Column({ name: 'correct', type: 'boolean', nullable: true })
  correct: boolean | null;

  @Column({ name: 'label', type: 'text', nullable: true })
  label: string | null;

  @Column({ name: 'true_values', type: 'jsonb', nullable: true })
  trueValues: Record<string, number> | null;

  /** Predicted minus true, by name of the value. */
  @Column({ name: 'errors', type: 'jsonb', nullable: true })
  errors: Record<string, number> | null;

  @Column({ name: 'comment', type: 'text', nullable: true })
  comment: string | null;

  @Column({ name: 'given_at', type: 'timestamptz', precision: 3 })
  givenAt: Date;
}
