import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';

import { DatabaseService } from '../../database/database.service.js';
import { SessionStore } from '../session-store.js';
import { SessionsService } from '../sessions.service.js';
import { forgottenChange } from './feed-change.js';
import { SessionFeed } from './session-feed.js';

const INTERVAL_MS = 2000;

/**
 * Asks the database what has happened in the sessions that somebody follows here. What it knows and nobody has told is looked for,
 * and after one more round given up: without Redis, servers hear nothing of each other. Also ends what has expired, as
 * whoever follows a session should not have to wait for the clean-up.
 */
@Injectable()
export class FeedWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Sessions');
  /** Numbers that the database had in the last round. */
  private known = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private isRunning = false;

  constructor(
    private readonly database: DatabaseService,
    private readonly store: SessionStore,
    private readonly sessions: SessionsService,
    private readonly feed: SessionFeed,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.run(), INTERVAL_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private async run(): Promise<void> {
    const followed = this.feed.followed;
    if (this.isRunning || followed.size === 0 || !this.database.isReady) return;
    this.isRunning = true;
    try {
      await this.look(followed);
    } catch (error) {
      this.logger.warn('sessions that are followed could not be looked at; the next round will', {
        err: error as Error,
      });
    } finally {
      this.isRunning = false;
    }
  }

  private async look(followed: ReadonlyMap<string, number>): Promise<void> {
    const states = await this.store.feedStates([...followed.keys()]);
    const next = new Map<string, number>();
    let hasExpired = false;
    for (const [id, told] of followed) {
      const state = states.get(id);
      if (!state) {
        this.feed.publish(id, forgottenChange(told));
        continue;
      }
      hasExpired ||= state.hasExpired;
      next.set(id, state.number);
      if (told >= state.number) continue;
      await this.feed.catchUp(id, told, state.number);
      const before = this.known.get(id);
      if (before !== undefined) this.feed.giveUp(id, before);
    }
    this.known = next;
    if (hasExpired) await this.sessions.endExpired();
  }
}
