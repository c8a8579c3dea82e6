import { redisInsStore, type RedisStore } from 'cache-manager-redis-yet';
import type { KeyvStoreAdapter, StoredData } from 'keyv';

import type { BreakerState } from '../common/breaker-state.js';
import type { GuardedRedis } from './guarded-redis.js';
import type { RedisClient } from './redis-connection.js';

const SCAN_COUNT = 500;

/**
 * The storage interface of Keyv 5 over the store of cache-manager-redis-yet, which cache-manager 7 does not take as it
 * is. A Redis that does not answer looks like an empty one; nothing here throws.
 *
 * Only `get`, `set` and `del` of the store are used; its `mget`, `mdel` and `keys` ignore prefixes and its `reset` is
 * FLUSHDB. Values are encoded once, by the store, so the Keyv around it must have no serializer of its own.
 */
export class RedisYetKeyvAdapter implements KeyvStoreAdapter {
  readonly opts = { dialect: 'redis' };
  /** Set by Keyv; keys arrive with it in front. */
  namespace: string | undefined;

  private readonly stores = new WeakMap<RedisClient, RedisStore>();

  constructor(private readonly redis: GuardedRedis) {}

  /** Whether a command would be sent now. */
  get isReady(): boolean {
    return this.redis.isReady;
  }

  /** As the metric shows it: a Redis that is not connected counts as open. */
  get breakerState(): BreakerState {
    return this.redis.breakerState;
  }

  get<Value>(key: string): Promise<StoredData<Value> | undefined> {
    return this.redis.ask('get', undefined, (client) => this.storeOf(client).get<StoredData<Value>>(key));
  }

  /** @param ttl in milliseconds; rounded, as Redis refuses fractions */
  set(key: string, value: unknown, ttl?: number): Promise<boolean> {
    return this.redis.ask('set', false, async (client) => {
      await this.storeOf(client).set(
        key,
        value,
        ttl === undefined ? undefined : Math.max(1, Math.round(ttl)),
      );
      return true;
    });
  }

  delete(key: string): Promise<boolean> {
    return this.redis.ask('delete', false, async (client) => {
      await this.storeOf(client).del(key);
      return true;
    });
  }

  has(key: string): Promise<boolean> {
    return this.redis.ask('has', false, async (client) => (await client.exists(key)) === 1);
  }

  /** Removes the keys of the own namespace, step by step, and no others. */
  async clear(): Promise<void> {
    if (this.namespace) await this.removeMatching(`${this.namespace}:*`);
  }

  /**
   * Removes what a pattern of SCAN fits, step by step.
   *
   * @returns how many keys were removed; null when Redis went away in the middle
   */
  async removeMatching(pattern: string): Promise<number | null> {
    let cursor = 0;
    let removed = 0;
    do {
      const page = await this.redis.ask<{ cursor: number; removed: number } | null>(
        'clear',
        null,
        async (client) => {
          const found = await client.scan(cursor, { MATCH: pattern, COUNT: SCAN_COUNT });
          const gone = found.keys.length > 0 ? await client.unlink(found.keys) : 0;
          return { cursor: found.cursor, removed: gone };
        },
      );
      if (!page) return null;
      ({ cursor } = page);
      removed += page.removed;
    } while (cursor !== 0);
    return removed;
  }

  /** The connection is shared, and closed by its owner. */
  disconnect(): Promise<void> {
    return Promise.resolve();
  }

  /** Keyv listens for `error` here; errors end before they come here, so there is nothing to tell. */
  on(): this {
    return this;
  }

  private storeOf(client: RedisClient): RedisStore {
    let store = this.stores.get(client);
    if (!store) {
      store = redisInsStore(client);
      this.stores.set(client, store);
    }
    return store;
  }
}
