import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';

import { DatabaseService } from '../database/database.service.js';
import { CachedCheck } from './cached-check.js';

const PING_MS = 800;

/** The database may be away: predictions go on and the history waits, so it is `degraded` and never `down`. */
@Injectable()
export class DatabaseHealth {
  private readonly check: CachedCheck;

  constructor(
    private readonly database: DatabaseService,
    private readonly indicators: HealthIndicatorService,
  ) {
    this.check = new CachedCheck(
      () => this.ping(),
      () => this.indicators.check('database').degraded('no answer in time; the history waits'),
    );
  }

  ready(): Promise<HealthIndicatorResult> {
    return this.check.get();
  }

  private async ping(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('database');
    const { state, kind, reason } = this.database.status;
    if (state === 'off') return indicator.up({ kind: 'none', message: 'history is switched off' });
    if (state !== 'ready') return indicator.degraded({ kind, message: reason ?? state });
    await this.database.ping(PING_MS);
    if (this.database.isReadOnly) {
      return indicator.degraded({ kind, message: 'the database takes no changes; the history waits' });
    }
    return indicator.up({ kind });
  }
}
