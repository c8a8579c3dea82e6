import { LRUCache } from 'lru-cache';

/** What an entry takes besides its text: the cache's own lists and the two string headers. */
const ENTRY_OVERHEAD_BYTES = 200;

/** Texts in memory, bounded by bytes; the one that was not read for longest goes first. */
export function textLru(maxBytes: number): LRUCache<string, string> {
  return new LRUCache({
    maxSize: maxBytes,
    // Two bytes a character is what V8 takes at most.
    sizeCalculation: (text, key) => 2 * (text.length + key.length) + ENTRY_OVERHEAD_BYTES,
    // An entry for ever, for a caller that names no time to live.
    ttl: 0,
  });
}
