import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';

import { CacheBackend } from '../cache/cache-backend.js';

/** Redis may be away: predictions go on uncached, so it is `degraded` and never `down`. */
@Injectable()
export class CacheHealth {
  constructor(
    private readonly backend: CacheBackend,
    private readonly indicators: HealthIndicatorService,
  ) {}

  /** Asks the connection's own state, which a ping every second keeps true: no probe reaches Redis. */
  ready(): HealthIndicatorResult {
    const indicator = this.indicators.check('cache');
    const { store, state, reason } = this.backend.status;
    return state === 'up' ? indicator.up({ store }) : indicator.degraded({ store, message: reason ?? '' });
  }
}
