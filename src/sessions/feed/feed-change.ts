import type { EndedSession } from '../ended-session.js';
import type { RecordedSession } from '../recorded-session.js';
import type { Session } from '../session.js';
import type { Sighting } from '../session-summary.js';
import type { TrackedPicture, TrackFacts } from '../tracking/tracked-picture.js';
import { withTrackIds } from '../tracking/with-track-ids.js';

/** One thing that a feed tells. */
export interface FeedEvent {
  readonly type: 'prediction' | 'track_entered' | 'track_left' | 'status';
  /** Plain JSON, keys as on the wire. */
  readonly data: object;
}

/** What one change of a session tells. Plain JSON. */
export interface FeedChange {
  /** From 1 in each session, without a gap: the database counts. */
  readonly number: number;
  readonly events: readonly FeedEvent[];
  /** Nothing comes after it: the session is over or forgotten. */
  readonly isLast: boolean;
}

/** What is larger is told without its result. */
const MAX_RESULT_CHARACTERS = 65_536;

/** @returns undefined when nothing was added */
export function recordedChange(
  { session, advance }: RecordedSession,
  sightings: readonly Sighting[],
): FeedChange | undefined {
  if (!advance) return undefined;
  const isFirst = session.predictionCount === sightings.length && session.status === 'active';
  const events = sightings.flatMap((sighting, index): FeedEvent[] => {
    const tracked = advance.pictures[index] ?? null;
    return [
      { type: 'prediction', data: predictionOf(sighting, tracked) },
      ...(tracked?.entered ?? []).map((one): FeedEvent => ({ type: 'track_entered', data: trackOf(one) })),
      ...(tracked?.left ?? []).map((one): FeedEvent => ({ type: 'track_left', data: trackOf(one) })),
    ];
  });
  const began: FeedEvent[] = isFirst ? [{ type: 'status', data: statusOf(session) }] : [];
  return { number: session.feedNumber, events: [...began, ...events], isLast: false };
}

export function endedChange({ session, left }: EndedSession): FeedChange {
  const events = left.map((one): FeedEvent => ({ type: 'track_left', data: trackOf(one) }));
  return {
    number: session.feedNumber,
    events: [...events, { type: 'status', data: statusOf(session) }],
    isLast: true,
  };
}

/** A session that was forgotten. @param number of the last change before */
export function forgottenChange(number: number): FeedChange {
  return {
    number: number + 1,
    events: [{ type: 'status', data: { status: 'deleted', end_reason: null } }],
    isLast: true,
  };
}

function statusOf({ status, endReason }: Session): object {
  return { status, end_reason: endReason };
}

function predictionOf({ at, told, picture }: Sighting, tracked: TrackedPicture | null): object {
  const capturedAt = picture?.capturedAt ?? null;
  return {
    ...told,
    created_at: at.toISOString(),
    captured_at: capturedAt === null ? null : new Date(capturedAt).toISOString(),
    result: told ? withIds(told.result, tracked) : null,
    ...(tracked ? { tracking: tracked.status } : {}),
  };
}

function withIds(result: object, tracked: TrackedPicture | null): object | null {
  const shown = tracked ? withTrackIds(result, tracked.ids) : result;
  return JSON.stringify(shown).length > MAX_RESULT_CHARACTERS ? null : shown;
}

function trackOf(one: TrackFacts): object {
  return {
    track_id: one.trackId,
    label: one.label,
    pictures: one.pictures,
    best_score: one.bestScore,
    first_seen: new Date(one.firstSeen).toISOString(),
    last_seen: new Date(one.lastSeen).toISOString(),
    dwell_seconds: one.dwellSeconds,
  };
}
