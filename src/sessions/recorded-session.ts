import type { Session } from './session.js';
import type { Advance } from './session-advance.js';

/** A session after pictures were added to it. */
export interface RecordedSession {
  readonly session: Session;
  /** null when nothing was added, since somebody has ended the session. */
  readonly advance: Advance | null;
}

/** What `record` reads: the state of the tracker too. */
export const ALL_COLUMNS = {
  id: true,
  status: true,
  metadata: true,
  model: true,
  version: true,
  ttlSeconds: true,
  createdAt: true,
  lastActivity: true,
  expiresAt: true,
  endedAt: true,
  endReason: true,
  predictionCount: true,
  summary: true,
  tracking: true,
  trackState: true,
  feedNumber: true,
  revision: true,
} as const;

/** Writes the tracks of $6 of the session in `changed`; Advance.changed as JSON. */
export const WRITTEN_TRACKS = `written AS (
  INSERT INTO "session_tracks" ("session_id", "track_id", "label", "pictures", "best_score", "first_seen", "last_seen",
    "has_left")
  SELECT changed."id", t."trackId", t."label", t."pictures", t."bestScore", to_timestamp(t."firstSeen" / 1000.0),
    to_timestamp(t."lastSeen" / 1000.0), t."hasLeft"
  FROM changed, jsonb_to_recordset($6::jsonb) AS t("trackId" integer, "label" text, "pictures" integer,
    "bestScore" double precision, "firstSeen" double precision, "lastSeen" double precision, "hasLeft" boolean)
  ON CONFLICT ("session_id", "track_id") DO UPDATE SET "pictures" = EXCLUDED."pictures",
    "best_score" = EXCLUDED."best_score", "last_seen" = EXCLUDED."last_seen", "has_left" = EXCLUDED."has_left")`;
