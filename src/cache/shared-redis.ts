import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';

import { Seldom } from '../common/seldom.js';
import { Env } from '../config/env.js';
import { Metrics } from '../metrics/metrics.js';
import { GuardedRedis } from './guarded-redis.js';

/** The one connection to Redis, for everything that replicas share: answers, copies of sessions, counts, leases. */
@Injectable()
export class SharedRedis implements OnApplicationShutdown {
  /** Null when REDIS_URL is unset. */
  readonly access: GuardedRedis | null;
  private readonly logger = new Logger('Redis');
  private readonly refusals = new Seldom();
  private isAway = false;

  constructor(env: Env, metrics: Metrics) {
    this.access = env.REDIS_URL === undefined ? null : this.connect(env.REDIS_URL, metrics);
    metrics.onScrape((gauges) => gauges.cacheBreaker(this.access?.breakerState ?? 0));
  }

  /** After everything else has ended: others may have to say a last word to Redis. */
  async onApplicationShutdown(): Promise<void> {
    await this.access?.close();
  }

  private connect(url: string, metrics: Metrics): GuardedRedis {
    return new GuardedRedis(url, {
      operation: (operation, seconds) => metrics.cacheOperation(operation, seconds),
      connected: () => {
        if (this.isAway) this.logger.log('Redis is back');
        this.isAway = false;
      },
      connectionFailed: (reason, times) => {
        // One line when it goes; the rest of the outage is in the metrics.
        if (!this.isAway)
          this.logger.warn('Redis cannot be reached; predictions go on without it', { reason, times });
        this.isAway = true;
      },
      refused: (operation, reason) => {
        if (!this.refusals.take()) return;
        this.logger.warn('Redis refused an operation, or a value in it cannot be read', {
          operation,
          reason,
        });
      },
    });
  }
}
