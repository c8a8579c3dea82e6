import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';

import { Seldom } from '../common/seldom.js';
import { Env } from '../config/env.js';
import { Metrics } from '../metrics/metrics.js';
import { GuardedRedis } from './guarded-redis.js';
import { type RedisSetupFault, redisSetupFault } from './redis-setup-fault.js';

/** The one connection to Redis, for everything that replicas share: answers, copies of sessions, counts, leases. */
@Injectable()
export class SharedRedis implements OnApplicationShutdown {
  /** Null when REDIS_URL is unset. */
  readonly access: GuardedRedis | null;
  private readonly logger = new Logger('Redis');
  private readonly refusals = new Seldom();
  private isAway = false;
  private fault: RedisSetupFault | undefined;

  constructor(env: Env, metrics: Metrics) {
    this.access = env.REDIS_URL === undefined ? null : this.connect(env.REDIS_URL, metrics);
    metrics.onScrape((gauges) => gauges.cacheBreaker(this.access?.breakerState ?? 0));
  }

  /** Why it is away, for health and for people. */
  get whyAway(): string {
    return awayAs(this.fault);
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
        this.fault = undefined;
      },
      connectionFailed: (reason, times) => {
        const fault = redisSetupFault(reason, url);
        // One line when it goes, or has another reason; the rest of the outage is in the metrics.
        if (!this.isAway || (fault?.isLasting && fault.reason !== this.fault?.reason)) {
          const facts = { reason, times, ...(fault && { advice: fault.advice }) };
          this.logger[fault?.isLasting ? 'error' : 'warn'](awayAs(fault), facts);
        }
        this.isAway = true;
        this.fault = fault;
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

function awayAs(fault: RedisSetupFault | undefined): string {
  return `${fault?.reason ?? 'Redis cannot be reached'}; predictions go on without it`;
}
