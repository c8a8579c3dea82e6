import { LRUCache } from 'lru-cache';

import type { FeedChange } from './feed-change.js';

const MAX_CHARACTERS = 16 * 1024 * 1024;

/** Changes that this server has made or heard of, for feeds that come back after a moment. */
export class RecentChanges {
  private readonly changes = new LRUCache<string, FeedChange>({
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (change) => JSON.stringify(change).length + 100,
  });

  put(sessionId: string, change: FeedChange): void {
    const key = `${sessionId}:${change.number}`;
    if (!this.changes.has(key)) this.changes.set(key, change);
  }

  get(sessionId: string, number: number): FeedChange | undefined {
    return this.changes.get(`${sessionId}:${number}`);
  }
}
