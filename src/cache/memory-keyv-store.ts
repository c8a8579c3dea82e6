import type { KeyvStoreAdapter, StoredData } from 'keyv';
import type { LRUCache } from 'lru-cache';

import { textLru } from './text-lru.js';

export interface MemoryStoreOptions {
  /** Upper bound of what the entries take, in bytes. */
  readonly maxBytes: number;
  /** Longest life of an entry, in milliseconds; undefined takes what the caller asks for. */
  readonly maxTtlMs?: number;
}

/**
 * Storage of Keyv in this process, bounded by bytes; the entry that was not read for longest goes first. Values are
 * kept as JSON text, so that a caller that changes an answer changes only its own copy, as with Redis.
 */
export class MemoryKeyvStore implements KeyvStoreAdapter {
  readonly opts = { dialect: 'memory' };
  namespace: string | undefined;

  private readonly entries: LRUCache<string, string>;
  private readonly maxTtlMs: number;

  constructor({ maxBytes, maxTtlMs }: MemoryStoreOptions) {
    this.maxTtlMs = maxTtlMs ?? Infinity;
    this.entries = textLru(maxBytes);
  }

  /** Bytes that the entries take, by the same estimate as the bound. */
  get sizeBytes(): number {
    return this.entries.calculatedSize;
  }

  get<Value>(key: string): Promise<StoredData<Value> | undefined> {
    const text = this.entries.get(key);
    return Promise.resolve(text === undefined ? undefined : (JSON.parse(text) as StoredData<Value>));
  }

  /** @param ttl in milliseconds */
  set(key: string, value: unknown, ttl?: number): Promise<boolean> {
    const lifeMs = Math.min(ttl ?? Infinity, this.maxTtlMs);
    const text = JSON.stringify(value);
    this.entries.set(key, text, { ttl: Number.isFinite(lifeMs) ? Math.max(1, Math.round(lifeMs)) : 0 });
    return Promise.resolve(this.entries.has(key));
  }

  delete(key: string): Promise<boolean> {
    return Promise.resolve(this.entries.delete(key));
  }

  /** Removes the entries whose key is wanted; returns how many there were. */
  deleteWhere(isWanted: (key: string) => boolean): number {
    const keys = [...this.entries.keys()].filter(isWanted);
    for (const key of keys) this.entries.delete(key);
    return keys.length;
  }

  has(key: string): Promise<boolean> {
    return Promise.resolve(this.entries.has(key));
  }

  clear(): Promise<void> {
    this.entries.clear();
    return Promise.resolve();
  }

  disconnect(): Promise<void> {
    return this.clear();
  }

  on(): this {
    return this;
  }
}
