import { Injectable } from '@nestjs/common';
import { Keyv } from 'keyv';

import { Env } from '../config/env.js';
import { MemoryKeyvStore } from './memory-keyv-store.js';
import { CACHE_NAMESPACE } from './prediction-cache-key.js';
import { RedisYetKeyvAdapter } from './redis-yet-keyv-adapter.js';
import { SharedRedis } from './shared-redis.js';

const MB = 1024 * 1024;
/** In front of Redis, memory keeps the answers of the last moments through an outage; it must not outlive Redis' own. */
const FRONT_TTL_MS = 30_000;

/** Where cached predictions are: in Redis with a little memory in front of it, or in memory alone. */
@Injectable()
export class CacheBackend {
  /** For `CacheModule.register({ stores })`, fastest first. */
  readonly stores: Keyv[];
  /** Null when REDIS_URL is unset. */
  readonly redis: RedisYetKeyvAdapter | null;
  readonly memory: MemoryKeyvStore;

  constructor(
    env: Env,
    private readonly shared: SharedRedis,
  ) {
    this.redis = shared.access && new RedisYetKeyvAdapter(shared.access);
    this.memory = new MemoryKeyvStore({
      maxBytes: env.CACHE_MEMORY_MB * MB,
      ...(this.redis ? { maxTtlMs: FRONT_TTL_MS } : {}),
    });
    this.stores = [keyvOver(this.memory), ...(this.redis ? [keyvOver(this.redis)] : [])];
  }

  /** Where answers are kept, and whether that works now: for health and for people. */
  get status(): {
    readonly store: 'redis' | 'memory';
    readonly state: 'up' | 'down';
    readonly reason?: string;
  } {
    if (!this.redis) return { store: 'memory', state: 'up' };
    if (this.redis.breakerState !== 0) {
      return { store: 'redis', state: 'down', reason: this.shared.whyAway };
    }
    const refuses = this.shared.access?.refuses ?? null;
    return refuses === null
      ? { store: 'redis', state: 'up' }
      : { store: 'redis', state: 'down', reason: refuses };
  }
}

/** The stores encode by themselves: a serializer here would encode everything twice. */
function keyvOver(store: MemoryKeyvStore | RedisYetKeyvAdapter): Keyv {
  return new Keyv({ store, namespace: CACHE_NAMESPACE, serialize: undefined, deserialize: undefined });
}
