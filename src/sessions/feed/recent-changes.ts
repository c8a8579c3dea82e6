import { LRUCache } from 'lru-cache';

import type { FeedChange } from './feed-change.js';

/** A few thousand pictures of a session with a handful of things on each. */
const MAX_BYTES = 4 * 1024 * 1024;
/** What an entry takes besides its text: the cache's own lists and the two string headers. */
const ENTRY_OVERHEAD_BYTES = 200;

/**
 * Changes that this server has made or heard of, for feeds that come back after a moment. Kept as text: as objects they would take
 * several times as much, and hardly one of them is ever asked for.
 */
export class RecentChanges {
  private readonly changes = new LRUCache<string, string>({
    maxSize: MAX_BYTES,
    // Two bytes a character is what V8 takes at most.
    sizeCalculation: (text, key) => 2 * (text.length + key.length) + ENTRY_OVERHEAD_BYTES,
  });

  put(sessionId: string, change: FeedChange): void {
    const key = keyOf(sessionId, change.number);
    if (!this.changes.has(key)) this.changes.set(key, JSON.stringify(change));
  }

  get(sessionId: string, number: number): FeedChange | undefined {
    const text = this.changes.get(keyOf(sessionId, number));
    return text === undefined ? undefined : (JSON.parse(text) as FeedChange);
  }
}

const keyOf = (sessionId: string, number: number): string => `${sessionId}:${number}`;
