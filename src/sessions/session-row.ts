import type { Session } from './session.js';
import type { SessionStatus } from './session.entity.js';

/** What is read of a session, for statements that are written by hand. `track_state` is left out: it may be large. */
export const SESSION_COLUMNS = [
  'id',
  'status',
  'metadata',
  'model',
  'version',
  'ttl_seconds',
  'created_at',
  'last_activity',
  'expires_at',
  'ended_at',
  'end_reason',
  'prediction_count',
  'summary',
  'tracking',
  'feed_number',
  'revision',
]
  .map((name) => `"${name}"`)
  .join(', ');

/** A row of `sessions` as the driver gives it. */
export interface SessionRow {
  readonly id: string;
  readonly status: SessionStatus;
  readonly metadata: Record<string, unknown>;
  readonly model: string | null;
  readonly version: string | null;
  readonly ttl_seconds: number;
  readonly created_at: Date;
  readonly last_activity: Date;
  readonly expires_at: Date;
  readonly ended_at: Date | null;
  readonly end_reason: Session['endReason'];
  readonly prediction_count: number;
  readonly summary: Session['summary'];
  readonly tracking: Session['tracking'];
  readonly feed_number: number;
  readonly revision: number;
}

export function toSession(row: SessionRow): Session {
  return {
    id: row.id,
    status: row.status,
    metadata: row.metadata,
    model: row.model,
    version: row.version,
    ttlSeconds: row.ttl_seconds,
    createdAt: row.created_at,
    lastActivity: row.last_activity,
    expiresAt: row.expires_at,
    endedAt: row.ended_at,
    endReason: row.end_reason,
    predictionCount: row.prediction_count,
    summary: row.summary,
    tracking: row.tracking,
    feedNumber: row.feed_number,
    revision: row.revision,
  };
}
