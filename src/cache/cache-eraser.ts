import { Injectable } from '@nestjs/common';

import { CacheBackend } from './cache-backend.js';
import { CACHE_NAMESPACE } from './prediction-cache-key.js';

/** Which answers: those of a model, or of one of its versions, or of one content of its files. */
export interface ErasedAnswers {
  readonly name: string;
  readonly version?: string | undefined;
  /** sha256 of the model's files, in hexadecimal; its first twelve characters count. */
  readonly digest?: string | undefined;
}

/**
 * Takes answers out of the cache. A wrong answer cannot come from there, as every key holds the model's digest; this is for
 * an answer that should never have been given, and for room. Other servers keep what is in their own memory, for at most
 * 30 seconds.
 */
@Injectable()
export class CacheEraser {
  constructor(private readonly backend: CacheBackend) {}

  /** @returns how many there were; `isComplete` is false when Redis was away or went away meanwhile */
  async erase({ name, version, digest }: ErasedAnswers): Promise<{ removed: number; isComplete: boolean }> {
    const parts = [
      ...CACHE_NAMESPACE.split(':'),
      encodeURIComponent(name),
      version === undefined ? null : encodeURIComponent(version),
      digest === undefined ? null : digest.slice(0, 12).toLowerCase(),
    ];
    const near = this.backend.memory.deleteWhere((key) => {
      const found = key.split(':');
      return parts.every((part, index) => part === null || part === found[index]);
    });
    const { redis } = this.backend;
    if (!redis) return { removed: near, isComplete: true };
    const pattern = `${parts.map((part) => (part === null ? '*' : literal(part))).join(':')}:*`;
    const far = await redis.removeMatching(pattern);
    return { removed: far ?? near, isComplete: far !== null };
  }
}

/** A text that a pattern of SCAN fits only as it is. */
function literal(text: string): string {
  return text.replace(/[*?[\]\\]/g, String.raw`\$&`);
}
