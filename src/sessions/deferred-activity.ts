import { join } from 'node:path';

import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { AppError } from '../common/errors.js';
import { Env } from '../config/env.js';
import { DatabaseService } from '../database/database.service.js';
import { saveDeferred, takeDeferred } from './deferred-file.js';
import { recordedChange } from './feed/feed-change.js';
import { SessionFeed } from './feed/session-feed.js';
import { SessionCopies } from './copies/session-copies.js';
import { SessionStore } from './session-store.js';
import type { Sighting } from './session-summary.js';

/** Sessions with activity that waits for the database. */
const MAX_SESSIONS = 10_000;
/** Predictions of one session that wait; what follows is in the history and missing from the summary. */
const MAX_SIGHTINGS = 10_000;
const FLUSH_LIMIT_MS = 5000;
const RETRY_MS = 1000;

/**
 * Activity that could not be written because the database was away: written when it is back. What is left when the server
 * stops lies in DATA_DIR/sessions until the next one takes it over.
 */
@Injectable()
export class DeferredActivity implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Sessions');
  private readonly waiting = new Map<string, Sighting[]>();
  private flushing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly folder: string;

  constructor(
    private readonly database: DatabaseService,
    private readonly store: SessionStore,
    private readonly copies: SessionCopies,
    private readonly feed: SessionFeed,
    env: Env,
  ) {
    this.folder = join(env.DATA_DIR, 'sessions');
    database.onReady(() => void this.flush());
  }

  onApplicationBootstrap(): void {
    for (const [id, sightings] of takeDeferred(this.folder)) this.add(id, sightings);
  }

  /** Sessions whose activity has not been written. */
  get size(): number {
    return this.waiting.size;
  }

  /** Notes that the session was used, with what was seen in it. */
  add(id: string, sightings: readonly Sighting[]): void {
    const known = this.waiting.get(id);
    if (!known && this.waiting.size >= MAX_SESSIONS) return;
    this.waiting.set(id, [...(known ?? []), ...sightings].slice(0, MAX_SIGHTINGS));
    // The database may have come back between the failure and now, and would not say so again.
    this.timer ??= setInterval(() => void this.flush(), RETRY_MS).unref();
  }

  flush(): Promise<void> {
    this.flushing ??= this.write().finally(() => (this.flushing = undefined));
    return this.flushing;
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    if (this.waiting.size > 0) await this.flushOrSave();
    await this.copies.stop();
  }

  private async flushOrSave(): Promise<void> {
    const limit = new Promise<void>((resolve) => setTimeout(resolve, FLUSH_LIMIT_MS).unref());
    await Promise.race([this.flush(), limit]);
    this.saveNow();
  }

  /** Puts what waits on disk, at once. */
  saveNow(): void {
    if (this.waiting.size === 0) return;
    const sessions = this.waiting.size;
    try {
      saveDeferred(this.folder, Array.from(this.waiting));
      this.waiting.clear();
      this.logger.warn('activity of sessions waits on disk for the next start', { sessions });
    } catch (error) {
      this.logger.error('activity of sessions is lost; their predictions are in the history', {
        sessions,
        err: error as Error,
      });
    }
  }

  private async write(): Promise<void> {
    // What fails is put back meanwhile: this round goes over what waits now.
    const now = Array.from(this.waiting);
    for (const [id, sightings] of now) {
      if (!this.database.isReady) return;
      this.waiting.delete(id);
      const { moment } = this.copies;
      try {
        const touched = await this.store.touch(id);
        const recorded = sightings.length > 0 ? await this.store.record(id, sightings) : undefined;
        const session = recorded?.session ?? touched;
        if (session) await this.copies.put(session, moment);
        const change = recorded && recordedChange(recorded, sightings);
        if (change) this.feed.publish(id, change);
      } catch (error) {
        if (error instanceof AppError) {
          this.add(id, sightings);
          return;
        }
        this.logger.error('activity of a session could not be written', { session: id, err: error as Error });
      }
    }
    if (this.waiting.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
