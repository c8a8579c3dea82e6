import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import { CacheBackend } from '../cache/cache-backend.js';
import { Env } from '../config/env.js';

/** Answers of one subject at one revision of its records, by what was asked. */
interface Entry {
  readonly revision: number;
  readonly answers: Readonly<Record<string, CachedAnswer>>;
}

export interface CachedAnswer {
  /** Unix time in milliseconds. */
  readonly created_at: number;
  /** Plain JSON. */
  readonly body: unknown;
}

const PREFIX = 'subj:v1:';
const MAX_MEMORY_BYTES = 32 * 1024 * 1024;
const REMOVAL_RETRY_MS = 1000;
/** Questions of one subject that are kept: each is a choice of models and of days. */
const MAX_QUESTIONS = 16;

/**
 * Answers about subjects until their records change: one entry a subject, so that erasing it is erasing one key. In Redis where
 * there is one, so that no other server keeps what was erased here; else in memory. Never a reason to fail.
 */
@Injectable()
export class SubjectAnswers {
  private readonly memory = new LRUCache<string, { text: string }>({
    maxSize: MAX_MEMORY_BYTES,
    sizeCalculation: ({ text }) => text.length + 1,
  });

  constructor(
    private readonly env: Env,
    private readonly backend: CacheBackend,
  ) {}

  get isOn(): boolean {
    return this.env.CACHE_TTL_SECONDS > 0;
  }

  /** @param question what was asked: which versions of which models, and for how many days */
  async get(id: string, revision: number, question: string): Promise<CachedAnswer | undefined> {
    const entry = await this.entry(id);
    return entry?.revision === revision ? entry.answers[question] : undefined;
  }

  async put(id: string, revision: number, question: string, body: unknown): Promise<void> {
    const known = await this.entry(id);
    const others = known?.revision === revision ? Object.entries(known.answers) : [];
    const kept = others.filter(([other]) => other !== question).slice(1 - MAX_QUESTIONS);
    const answers = Object.fromEntries([...kept, [question, { created_at: Date.now(), body }]]);
    const ttlMs = this.env.CACHE_TTL_SECONDS * 1000;
    const entry: Entry = { revision, answers };
    if (this.backend.redis) await this.backend.redis.set(PREFIX + id, entry, ttlMs);
    else this.memory.set(id, { text: JSON.stringify(entry) }, { ttl: ttlMs });
  }

  /** Tried again and again where Redis does not confirm it, until the entry has ended by itself. */
  async remove(id: string): Promise<void> {
    this.memory.delete(id);
    await this.removeShared(id, Date.now() + this.env.CACHE_TTL_SECONDS * 1000);
  }

  private async removeShared(id: string, until: number): Promise<void> {
    const { redis } = this.backend;
    if (!redis || (await redis.delete(PREFIX + id)) || Date.now() > until) return;
    setTimeout(() => void this.removeShared(id, until), REMOVAL_RETRY_MS).unref();
  }

  private async entry(id: string): Promise<Entry | undefined> {
    if (this.backend.redis) return (await this.backend.redis.get<Entry>(PREFIX + id)) as Entry | undefined;
    const found = this.memory.get(id);
    return found && (JSON.parse(found.text) as Entry);
  }
}
