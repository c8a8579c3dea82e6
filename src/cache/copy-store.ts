import { LRUCache } from 'lru-cache';

import type { CacheBackend } from './cache-backend.js';

/** A value that says which of two is newer. */
export interface Revised {
  readonly revision: number;
}

/**
 * Copies of records whose home is the database, in the memory of this process and in Redis: what is used while the
 * database is away. An older copy never replaces a newer one in memory.
 */
export class CopyStore<T extends Revised> {
  private readonly memory: LRUCache<string, T>;

  /** @param prefix in front of every key in Redis; nothing else may use it */
  constructor(
    private readonly backend: CacheBackend,
    private readonly prefix: string,
    maxEntries: number,
  ) {
    this.memory = new LRUCache<string, T>({ max: maxEntries });
  }

  /** Never rejects, and waits for Redis no longer than its deadline. */
  async put(key: string, value: T, ttlSeconds: number): Promise<void> {
    const known = this.memory.get(key);
    if (known && known.revision > value.revision) return;
    this.memory.set(key, value, { ttl: ttlSeconds * 1000 });
    await this.backend.redis?.set(this.prefix + key, value, ttlSeconds * 1000);
  }

  /** The newest copy that can be had. Through JSON where it comes from Redis: dates are texts then. */
  async get(key: string): Promise<T | undefined> {
    const near = this.memory.get(key);
    const shared = (await this.backend.redis?.get<T>(this.prefix + key)) as T | undefined;
    if (!near || !shared) return near ?? shared;
    return near.revision >= shared.revision ? near : shared;
  }

  async remove(key: string): Promise<void> {
    this.memory.delete(key);
    await this.backend.redis?.delete(this.prefix + key);
  }
}
