import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { Env } from '../config/env.js';
import { DatabaseService } from '../database/database.service.js';
import { SessionsService } from './sessions.service.js';

/** Ends sessions that nobody has used for their time to live, every SESSION_CLEANUP_INTERVAL. Several servers may do so at once. */
@Injectable()
export class SessionCleanup implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Sessions');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly env: Env,
    private readonly database: DatabaseService,
    private readonly sessions: SessionsService,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.run(), this.env.SESSION_CLEANUP_INTERVAL * 1000).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async run(): Promise<void> {
    if (!this.database.isReady) return;
    try {
      const ended = await this.sessions.endExpired();
      if (ended > 0) this.logger.log('sessions expired', { ended });
    } catch (error) {
      this.logger.warn('expired sessions could not be ended; the next round will', {
        err: error as Error,
      });
    }
  }
}
