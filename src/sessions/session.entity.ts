import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

import type { SessionSummary } from './session-summary.js';
import type { TrackingOptions, TrackState } from './tracking/tracker.js';

export type SessionStatus = 'created' | 'active' | 'ended';
/** Why a session is over: somebody ended it, or nobody used it for its time to live. */
export type EndReason = 'requested' | 'expired';

/** One row of `sessions`: the record; copies in memory and in Redis only help while the database is away. */
@Entity({ name: 'sessions' })
@Index('sessions_open_idx', ['expiresAt'], { where: `"status" <> 'ended'` })
@Index('sessions_status_idx', ['status', 'id'])
export class SessionEntity {
  /** UUID version 7, so that the order of ids is the order of creation. */
  @PrimaryColumn({ name: 'id', type: 'uuid', primaryKeyConstraintName: 'sessions_pkey' })
  id: string;

  /** `created → active → ended`, never back. */
  @Column({ name: 'status', type: 'text' })
  status: SessionStatus;

  /** What the client keeps with it. */
  @Column({ name: 'metadata', type: 'jsonb' })
  metadata: Record<string, unknown>;

  /** Model that `detect` uses when a request names none. */
  @Column({ name: 'model', type: 'text', nullable: true })
  model: string | null;

  @Column({ name: 'version', type: 'text', nullable: true })
  version: string | null;

  @Column({ name: 'ttl_seconds', type: 'integer' })
  ttlSeconds: number;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @Column({ name: 'last_activity', type: 'timestamptz', precision: 3 })
  lastActivity: Date;

  @Column({ name: 'expires_at', type: 'timestamptz', precision: 3 })
  expiresAt: Date;

  @Column({ name: 'ended_at', type: 'timestamptz', precision: 3, nullable: true })
  endedAt: Date | null;

  @Column({ name: 'end_reason', type: 'text', nullable: true })
  endReason: EndReason | null;

  @Column({ name: 'prediction_count', type: 'integer' })
  predictionCount: number;

  @Column({ name: 'summary', type: 'jsonb' })
  summary: SessionSummary;

  /** How things are followed over its pictures; null for a session that does not. */
  @Column({ name: 'tracking', type: 'jsonb', nullable: true })
  tracking: TrackingOptions | null;

  /** What the tracker knows. Only read where a picture is added: it may be large. */
  @Column({ name: 'track_state', type: 'jsonb', nullable: true, select: false })
  trackState?: TrackState | null;

  /** Changes that the feed has told. */
  @Column({ name: 'feed_number', type: 'integer', default: 0 })
  feedNumber: number;

  /** Rises with every change of the row. */
  @Column({ name: 'revision', type: 'integer' })
  revision: number;
}
