import { Injectable } from '@nestjs/common';
import { v7, validate } from 'uuid';

import { AppError } from '../common/errors.js';
import { Env } from '../config/env.js';
import { DeferredActivity } from './deferred-activity.js';
import { asOf, type NewSession, type Session } from './session.js';
import { endedChange, forgottenChange, recordedChange } from './feed/feed-change.js';
import { SessionFeed } from './feed/session-feed.js';
import { SessionCopies } from './copies/session-copies.js';
import type { EndedSession } from './ended-session.js';
import { certain, isSessionFault, overError, unavailable } from './session-faults.js';
import { type SessionFilters, SessionStore } from './session-store.js';
import { SessionTurns } from './session-turns.js';
import type { Sighting } from './session-summary.js';
import type { TrackedPicture } from './tracking/tracked-picture.js';

/** A session that may be used, and whether that could be written down at once. */
export interface UsedSession {
  readonly session: Session;
  readonly isDeferred: boolean;
}

/** What became of pictures of a session. */
export interface Recorded {
  /** For each sighting what the tracker says, null where it says nothing. */
  readonly pictures: readonly (TrackedPicture | null)[];
  /**
   * `deferred`: written later, since the database is away. `ended`: somebody ended the session while they were looked at, so
   * its summary is without them.
   */
  readonly state: 'recorded' | 'deferred' | 'ended';
}

/** Why a copy is not used: other servers may have changed the session since. */
const UNCONFIRMED = ', and Redis cannot tell for certain how the session stands';

/**
 * The life of sessions. PostgreSQL is the record. While it is away, sessions go on from a copy that is certainly the newest,
 * and their activity is written later; what has to be written (making one, ending one) is refused.
 */
@Injectable()
export class SessionsService {
  constructor(
    private readonly env: Env,
    private readonly store: SessionStore,
    private readonly copies: SessionCopies,
    private readonly deferred: DeferredActivity,
    private readonly turns: SessionTurns,
    private readonly feed: SessionFeed,
  ) {}

  /** @throws AppError SESSION_STORE_UNAVAILABLE */
  async create(
    wanted: Omit<NewSession, 'ttlSeconds'> & { ttlSeconds?: number | undefined },
  ): Promise<Session> {
    const ttlSeconds = wanted.ttlSeconds ?? this.env.SESSION_TTL_SECONDS;
    const session = await this.told(() => certain(this.store.insert(v7(), { ...wanted, ttlSeconds })));
    // An id that has just been made is nobody else's.
    return session as Session;
  }

  /**
   * Makes a session under an id that its client chose, a UUID of version 7, unless there is one: asked twice it makes one.
   *
   * @throws AppError SESSION_STORE_UNAVAILABLE
   */
  async begin(id: string): Promise<void> {
    const wanted = { metadata: {}, model: null, version: null, tracking: null };
    const ttlSeconds = this.env.SESSION_TTL_SECONDS;
    await this.told(() => certain(this.store.insert(id.toLowerCase(), { ...wanted, ttlSeconds })));
  }

  /** @throws AppError SESSION_NOT_FOUND, SESSION_STORE_UNAVAILABLE */
  async get(id: string): Promise<Session> {
    assertId(id);
    let session: Session | undefined;
    try {
      session = await this.told(() => this.store.find(id));
    } catch (error) {
      session = await this.copyOrThrow(id, error);
    }
    if (!session) throw new AppError('SESSION_NOT_FOUND', { id });
    return asOf(session, Date.now());
  }

  /** Newest first. @throws AppError SESSION_STORE_UNAVAILABLE */
  async list(filters: SessionFilters, limit: number, after?: string): Promise<Session[]> {
    const sessions = await certain(this.store.list(filters, limit, after));
    return sessions.map((session) => asOf(session, Date.now()));
  }

  /**
   * Notes activity before something is done in the session.
   *
   * @throws AppError SESSION_NOT_FOUND, SESSION_EXPIRED, SESSION_ENDED, SESSION_STORE_UNAVAILABLE (the database is away and
   *   nobody here knows the session)
   */
  async use(id: string): Promise<UsedSession> {
    assertId(id);
    try {
      const session = await this.told(() => this.store.touch(id));
      return { session: session ?? (await this.over(id)), isDeferred: false };
    } catch (error) {
      if (isSessionFault(error)) throw error;
      const copy = asOf(await this.copyOrThrow(id, error), Date.now());
      if (copy.status === 'ended') throw overError(copy);
      this.deferred.add(id, []);
      return { session: copy, isDeferred: true };
    }
  }

  /**
   * Adds what was seen. Never rejects: while the database is away it is written later, and nothing is followed, since the
   * memory of the tracker is there.
   *
   * @param id of a session that `use` gave
   */
  async record(id: string, sightings: readonly Sighting[]): Promise<Recorded> {
    const nothing = sightings.map(() => null);
    if (sightings.length === 0) return { pictures: nothing, state: 'recorded' };
    return this.turns.take(id, async (): Promise<Recorded> => {
      try {
        const { moment } = this.copies;
        const recorded = await this.store.record(id, sightings);
        if (!recorded) return { pictures: nothing, state: 'ended' };
        await this.copies.put(recorded.session, moment);
        const change = recordedChange(recorded, sightings);
        if (change) this.feed.publish(id, change);
        const { advance } = recorded;
        return advance
          ? { pictures: advance.pictures, state: 'recorded' }
          : { pictures: nothing, state: 'ended' };
      } catch {
        this.deferred.add(
          id,
          sightings.map(({ at, findings }) => ({ at, findings })),
        );
        return { pictures: nothing, state: 'deferred' };
      }
    });
  }

  /** @throws AppError as `end` */
  describe(id: string, metadata: Record<string, unknown>): Promise<Session> {
    return this.change(id, () => this.store.describe(id, metadata));
  }

  /** @throws AppError SESSION_NOT_FOUND, SESSION_EXPIRED, SESSION_ENDED, SESSION_STORE_UNAVAILABLE */
  async end(id: string): Promise<Session> {
    assertId(id);
    // What was seen before the end belongs to the summary.
    return this.turns.take(id, async () => {
      let ended: EndedSession | undefined;
      const session = await this.change(id, async () => (ended = await this.store.end(id))?.session);
      if (ended) this.feed.publish(id, endedChange(ended));
      return session;
    });
  }

  /** Ends what nobody has used for its time to live. @returns how many */
  async endExpired(): Promise<number> {
    let count = 0;
    for (;;) {
      const ended = await this.store.endExpired();
      if (ended.length === 0) return count;
      for (const one of ended) this.feed.publish(one.session.id, endedChange(one));
      count += ended.length;
    }
  }

  /** Forgets the session; its predictions stay in the history. @throws AppError SESSION_NOT_FOUND, SESSION_STORE_UNAVAILABLE */
  async remove(id: string): Promise<void> {
    assertId(id);
    const { moment } = this.copies;
    const last = await certain(this.store.remove(id));
    if (last === undefined) throw new AppError('SESSION_NOT_FOUND', { id });
    await this.copies.remove(id, moment);
    this.feed.publish(id, forgottenChange(last));
  }

  private async change(id: string, run: () => Promise<Session | undefined>): Promise<Session> {
    assertId(id);
    return (await this.told(() => certain(run()))) ?? (await certain(this.over(id)));
  }

  /** What the database says, when it may be told. */
  private async told(ask: () => Promise<Session | undefined>): Promise<Session | undefined> {
    const { moment } = this.copies;
    const session = await ask();
    if (session) await this.copies.put(session, moment);
    return session;
  }

  /** Why a session could not be changed. @throws AppError always */
  private async over(id: string): Promise<never> {
    const session = await this.told(() => this.store.find(id));
    if (!session) throw new AppError('SESSION_NOT_FOUND', { id });
    throw overError(asOf(session, Date.now()));
  }

  private async copyOrThrow(id: string, cause: unknown): Promise<Session> {
    const copy = await this.copies.get(id);
    if (copy === null) throw new AppError('SESSION_NOT_FOUND', { id });
    if (!copy) throw unavailable(cause, this.copies.isShared ? UNCONFIRMED : '');
    return copy;
  }
}

function assertId(id: string): void {
  if (!validate(id)) throw new AppError('SESSION_NOT_FOUND', { id: id.slice(0, 100) });
}
