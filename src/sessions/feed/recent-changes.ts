import { textLru } from '../../cache/text-lru.js';
import type { FeedChange } from './feed-change.js';

/** A few thousand pictures of a session with a handful of things on each. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Changes that this server has made or heard of, for feeds that come back after a moment. Kept as text: as objects they would take
 * several times as much, and hardly one of them is ever asked for.
 */
export class RecentChanges {
  private readonly changes = textLru(MAX_BYTES);

  /** @param text a change as JSON */
  put(sessionId: string, number: number, text: string): void {
    const key = keyOf(sessionId, number);
    if (!this.changes.has(key)) this.changes.set(key, text);
  }

  get(sessionId: string, number: number): FeedChange | undefined {
    const text = this.changes.get(keyOf(sessionId, number));
    return text === undefined ? undefined : (JSON.parse(text) as FeedChange);
  }
}

const keyOf = (sessionId: string, number: number): string => `${sessionId}:${number}`;
