import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import { SharedRedis } from '../../cache/shared-redis.js';
import type { Session } from '../session.js';
import { SharedCopies } from './shared-copies.js';

const MAX_SESSIONS = 10_000;
/** An ended session is kept a little, so that a server without database does not take it for a living one. */
const LEAST_TTL_SECONDS = 60;
/** Above each revision: what was forgotten is so for good. */
const FORGOTTEN_REVISION = Number.MAX_SAFE_INTEGER;

/**
 * The last known state of sessions, for the time that the database is away: in Redis where there is one, as other servers may change
 * them, else in the memory of this process, which is the only one.
 */
@Injectable()
export class SessionCopies implements OnApplicationBootstrap {
  private readonly memory = new LRUCache<string, Session>({ max: MAX_SESSIONS });
  private readonly shared: SharedCopies | null;

  constructor({ access }: SharedRedis) {
    this.shared = access && new SharedCopies(access);
  }

  /** Whether other servers may change the sessions. */
  get isShared(): boolean {
    return this.shared !== null;
  }

  onApplicationBootstrap(): void {
    this.shared?.start();
  }

  /** When no session is changed by this server any more. */
  async stop(): Promise<void> {
    await this.shared?.stop();
  }

  /** To be taken before the state of a session is asked of the database. */
  get moment(): string {
    return this.shared?.moment ?? '';
  }

  /**
   * To be awaited before anybody is told of this state, also by those who only read it: once seen, no other server may show
   * an older one. Never rejects.
   *
   * @param moment of before it was asked for
   */
  async put(session: Session, moment: string): Promise<void> {
    const ttlSeconds = Math.max(LEAST_TTL_SECONDS, session.ttlSeconds);
    const { id, revision } = session;
    if (this.shared) {
      return this.shared.put(id, { moment, revision, body: JSON.stringify(session), ttlSeconds });
    }
    const known = this.memory.get(id);
    if (known && known.revision > revision) return;
    this.memory.set(id, session, { ttl: ttlSeconds * 1000 });
  }

  /** @returns undefined when nobody knows it for certain; null when it was forgotten */
  async get(id: string): Promise<Session | null | undefined> {
    if (!this.shared) return this.memory.get(id);
    const body = await this.shared.get(id);
    return body === undefined ? undefined : revived(JSON.parse(body) as Session | null);
  }

  async remove(id: string, moment: string): Promise<void> {
    this.memory.delete(id);
    const gone = { moment, revision: FORGOTTEN_REVISION, body: JSON.stringify(null) };
    await this.shared?.put(id, { ...gone, ttlSeconds: LEAST_TTL_SECONDS });
  }
}

/** A session from JSON, where dates are texts. */
function revived(session: Session | null): Session | null {
  if (!session) return null;
  return {
    ...session,
    createdAt: new Date(session.createdAt),
    lastActivity: new Date(session.lastActivity),
    expiresAt: new Date(session.expiresAt),
    endedAt: session.endedAt === null ? null : new Date(session.endedAt),
  };
}
