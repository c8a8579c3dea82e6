import type { Session } from './session.js';
import { type SessionRow, toSession } from './session-row.js';
import type { TrackFacts } from './tracking/tracked-picture.js';

/** Closes what is still followed in the sessions of `changed`, and gives each its tracks that left by that. */
export const AND_TRACKS_LEAVE = `, gone AS (
    UPDATE "session_tracks" t SET "has_left" = true FROM changed
    WHERE t."session_id" = changed."id" AND NOT t."has_left" RETURNING t.*)
  SELECT changed.*, (SELECT jsonb_agg(gone ORDER BY gone."track_id") FROM gone
    WHERE gone."session_id" = changed."id") AS "gone"
  FROM changed`;

/** An ended session with the tracks that left by its end. */
export interface EndedSession {
  readonly session: Session;
  readonly left: readonly TrackFacts[];
}

/** What AND_TRACKS_LEAVE gives. */
export type EndedRow = SessionRow & { readonly gone: readonly GoneTrack[] | null };

interface GoneTrack {
  readonly track_id: number;
  readonly label: string;
  readonly pictures: number;
  readonly best_score: number;
  readonly first_seen: string;
  readonly last_seen: string;
}

export function toEnded({ gone, ...row }: EndedRow): EndedSession {
  const left = (gone ?? []).map((one): TrackFacts => {
    const [firstSeen, lastSeen] = [Date.parse(one.first_seen), Date.parse(one.last_seen)];
    return {
      trackId: one.track_id,
      label: one.label,
      pictures: one.pictures,
      bestScore: one.best_score,
      firstSeen,
      lastSeen,
      dwellSeconds: (lastSeen - firstSeen) / 1000,
    };
  });
  return { session: toSession(row), left };
}
