import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';

import { ReplayEntity } from './replay.entity.js';

const PRIMARY_KEY = 'replay_rows_pkey';

/** What came of one prediction in a replay. `skipped`: its input is not there any more. `failed`: the version raised an error. */
export type ReplayOutcome = 'agreed' | 'differs' | 'failed' | 'skipped';

@Entity({ name: 'replay_rows' })
export class ReplayRowEntity {
  @PrimaryColumn({ name: 'replay_id', type: 'uuid', primaryKeyConstraintName: PRIMARY_KEY })
  replayId: string;

  @PrimaryColumn({ name: 'prediction_id', type: 'uuid', primaryKeyConstraintName: PRIMARY_KEY })
  predictionId: string;

  @ManyToOne(() => ReplayEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'replay_id', foreignKeyConstraintName: 'replay_rows_replay_fkey' })
  replay: ReplayEntity;

  @Column({ name: 'predicted_at', type: 'timestamptz', precision: 3 })
  predictedAt: Date;

  @Column({ name: 'outcome', type: 'text' })
  outcome: ReplayOutcome;

  @Column({ name: 'error_code', type: 'text', nullable: true })
  errorCode: string | null;

  @Column({ name: 'old_label', type: 'text', nullable: true })
  oldLabel: string | null;

  @Column({ name: 'new_label', type: 'text', nullable: true })
  newLabel: string | null;

  /** New minus old. */
  @Column({ name: 'score_shift', type: 'double precision', nullable: true })
  scoreShift: number | null;

  /** New minus old, from decoding to the answer, without waiting; null where the old answer came from the cache. */
  @Column({ name: 'latency_shift_ms', type: 'double precision', nullable: true })
  latencyShiftMs: number | null;

  /** How much changed, for ordering only; see `measureChange`. */
  @Column({ name: 'change', type: 'double precision' })
  change: number;

  @Column({ name: 'new_result', type: 'jsonb', nullable: true })
  newResult: unknown;
}
