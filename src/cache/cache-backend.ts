import { Injectable, Logger } from '@nestjs/common';
import { Keyv } from 'keyv';

import { Env } from '../config/env.js';
import { Metrics } from '../metrics/metrics.js';
import { MemoryKeyvStore } from './memory-keyv-store.js';
import { CACHE_NAMESPACE } from './prediction-cache-key.js';
import { RedisYetKeyvAdapter } from './redis-yet-keyv-adapter.js';

const MB = 1024 * 1024;
/** In front of Redis, memory keeps the answers of the last moments through an outage; it must not outlive Redis' own. */
const FRONT_TTL_MS = 30_000;
const LOG_INTERVAL_MS = 10_000;

/** Where cached predictions are: in Redis with a little memory in front of it, or in memory alone. */
@Injectable()
export class CacheBackend {
  /** For `CacheModule.register({ stores })`, fastest first. */
  readonly stores: Keyv[];
  /** Null when REDIS_URL is unset. */
  readonly redis: RedisYetKeyvAdapter | null;
  readonly memory: MemoryKeyvStore;

  private readonly logger = new Logger('Cache');
  private lastRefusalMs = -Infinity;
  private isAway = false;

  constructor(env: Env, metrics: Metrics) {
    this.redis = env.REDIS_URL === undefined ? null : this.connect(env.REDIS_URL, metrics);
    this.memory = new MemoryKeyvStore({
      maxBytes: env.CACHE_MEMORY_MB * MB,
      ...(this.redis ? { maxTtlMs: FRONT_TTL_MS } : {}),
    });
    this.stores = [keyvOver(this.memory), ...(this.redis ? [keyvOver(this.redis)] : [])];
    metrics.onScrape((gauges) => gauges.cacheBreaker(this.redis?.breakerState ?? 0));
  }

  /** Where answers are kept, and whether that works now: for health and for people. */
  get status(): { readonly store: 'redis' | 'memory'; readonly state: 'up' | 'down' } {
    if (!this.redis) return { store: 'memory', state: 'up' };
    return { store: 'redis', state: this.redis.breakerState === 0 ? 'up' : 'down' };
  }

  private connect(url: string, metrics: Metrics): RedisYetKeyvAdapter {
    return new RedisYetKeyvAdapter(url, {
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
        if (performance.now() - this.lastRefusalMs < LOG_INTERVAL_MS) return;
        this.lastRefusalMs = performance.now();
        this.logger.warn('Redis refused an operation, or a value in it cannot be read', {
          operation,
          reason,
        });
      },
    });
  }
}

/** The stores encode by themselves: a serializer here would encode everything twice. */
function keyvOver(store: MemoryKeyvStore | RedisYetKeyvAdapter): Keyv {
  return new Keyv({ store, namespace: CACHE_NAMESPACE, serialize: undefined, deserialize: undefined });
}
