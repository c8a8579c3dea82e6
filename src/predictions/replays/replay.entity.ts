import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export const REPLAY_STATES = ['queued', 'running', 'done', 'cancelled', 'failed'] as const;
export type ReplayState = (typeof REPLAY_STATES)[number];

/** Which predictions a replay takes; dates as ISO 8601, since they lie in JSON. */
export interface ReplayFilters {
  readonly version?: string;
  readonly label?: string;
  readonly confidenceStatus?: 'HIGH' | 'MEDIUM' | 'LOW';
  readonly sessionId?: string;
  readonly from?: string;
  readonly to: string;
}

/** One replay: what it is asked to do, how far it is, and who is at it. */
@Entity({ name: 'replays' })
@Index('replays_open_idx', ['createdAt'], { where: `"finished_at" IS NULL` })
export class ReplayEntity {
  @PrimaryColumn({ name: 'id', type: 'uuid', primaryKeyConstraintName: 'replays_pkey' })
  id: string;

  @Column({ name: 'model', type: 'text' })
  model: string;

  /** The version that looks again: a number, resolved when the replay was made. */
  @Column({ name: 'against', type: 'text' })
  against: string;

  @Column({ name: 'filters', type: 'jsonb' })
  filters: ReplayFilters;

  @Column({ name: 'row_limit', type: 'integer' })
  rowLimit: number;

  /** Predictions that fitted when it was made, at most `rowLimit`. */
  @Column({ name: 'total', type: 'integer' })
  total: number;

  @Column({ name: 'done', type: 'integer' })
  done: number;

  @Column({ name: 'state', type: 'text' })
  state: ReplayState;

  @Column({ name: 'reason', type: 'text', nullable: true })
  reason: string | null;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @Column({ name: 'started_at', type: 'timestamptz', precision: 3, nullable: true })
  startedAt: Date | null;

  @Column({ name: 'finished_at', type: 'timestamptz', precision: 3, nullable: true })
  finishedAt: Date | null;

  /** The last prediction that is done: newest first, the next one is older. */
  @Column({ name: 'last_id', type: 'uuid', nullable: true })
  lastId: string | null;

  /** The server that works on it, and until when it has to say so again. */
  @Column({ name: 'lease_owner', type: 'uuid', nullable: true })
  leaseOwner: string | null;

  @Column({ name: 'lease_until', type: 'timestamptz', precision: 3, nullable: true })
  leaseUntil: Date | null;
}
