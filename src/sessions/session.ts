import type { SessionEntity } from './session.entity.js';
import type { TrackingOptions } from './tracking/tracker.js';

/** A session as everything but the database sees it. */
export type Session = Readonly<Omit<SessionEntity, 'trackState'>>;

/** What a client may decide when it makes a session. */
export interface NewSession {
  readonly metadata: Record<string, unknown>;
  readonly model: string | null;
  readonly version: string | null;
  readonly ttlSeconds: number;
  /** null: nothing is followed over its pictures. */
  readonly tracking: TrackingOptions | null;
}

/**
 * The session as it is at a moment: one whose time has passed is over, whether or not the clean-up has been there.
 *
 * @param now Unix time in milliseconds
 */
export function asOf(session: Session, now: number): Session {
  if (session.status === 'ended' || session.expiresAt.getTime() > now) return session;
  return { ...session, status: 'ended', endedAt: session.expiresAt, endReason: 'expired' };
}
