import { Injectable } from '@nestjs/common';

import { CacheBackend } from '../cache/cache-backend.js';
import { CopyStore } from '../cache/copy-store.js';
import type { Session } from './session.js';

const PREFIX = 'sess:v1:';
const MAX_SESSIONS = 10_000;
/** An ended session is kept a little, so that a server without database does not take it for a living one. */
const LEAST_TTL_SECONDS = 60;

/** The last known state of sessions, for the time that the database is away. */
@Injectable()
export class SessionCopies {
  private readonly copies: CopyStore<Session>;

  constructor(backend: CacheBackend) {
    this.copies = new CopyStore(backend, PREFIX, MAX_SESSIONS);
  }

  put(session: Session): Promise<void> {
    return this.copies.put(session.id, session, Math.max(LEAST_TTL_SECONDS, session.ttlSeconds));
  }

  async get(id: string): Promise<Session | undefined> {
    const session = await this.copies.get(id);
    if (!session) return undefined;
    return {
      ...session,
      createdAt: new Date(session.createdAt),
      lastActivity: new Date(session.lastActivity),
      expiresAt: new Date(session.expiresAt),
      endedAt: session.endedAt === null ? null : new Date(session.endedAt),
    };
  }

  remove(id: string): Promise<void> {
    return this.copies.remove(id);
  }
}
