import { randomUUID } from 'node:crypto';

import { CACHE_MANAGER, type Cache } from '@nestjs/cache-manager';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';

import { Env } from '../config/env.js';
import { CacheBackend } from './cache-backend.js';
import { CACHE_NAMESPACE } from './prediction-cache-key.js';

const CONNECT_WAIT_MS = 2000;
const POLL_MS = 20;
const KEY_TTL_MS = 10_000;

/** Whether what the application writes arrives where it should. */
export type CacheSelfTestResult = 'memory' | 'redis' | 'redis-away' | 'redis-bypassed' | 'off';

/**
 * Writes a key through the cache manager and looks for it in Redis itself, because a cache manager that is wired wrongly
 * works in memory without a word. Runs beside the start and only logs.
 */
@Injectable()
export class CacheSelfTest implements OnApplicationBootstrap {
  private readonly logger = new Logger('Cache');

  constructor(
    @Inject(CACHE_MANAGER) private readonly cache: Cache,
    private readonly backend: CacheBackend,
    private readonly env: Env,
  ) {}

  onApplicationBootstrap(): void {
    this.run().then(
      (result) => this.report(result),
      (error: unknown) => this.logger.error('the self-test of the cache failed', { err: error }),
    );
  }

  /** Takes up to two seconds while Redis is not there yet. */
  async run(): Promise<CacheSelfTestResult> {
    if (this.env.CACHE_TTL_SECONDS === 0) return 'off';
    const { redis } = this.backend;
    if (!redis) return 'memory';
    const giveUpMs = performance.now() + CONNECT_WAIT_MS;
    while (!redis.isReady && performance.now() < giveUpMs)
      await new Promise<void>((resolve) => {
        setTimeout(resolve, POLL_MS).unref();
      });
    if (!redis.isReady) return 'redis-away';
    const key = `${CACHE_NAMESPACE}:self-test:${randomUUID()}`;
    await this.cache.set(key, { created_at: Date.now(), value: 'self-test' }, KEY_TTL_MS);
    const hasArrived = await redis.has(key);
    await this.cache.del(key);
    return hasArrived ? 'redis' : 'redis-bypassed';
  }

  private report(result: CacheSelfTestResult): void {
    switch (result) {
      case 'off':
        this.logger.log('predictions are not cached: CACHE_TTL_SECONDS is 0');
        break;
      case 'memory':
        this.logger.log('predictions are cached in memory', { max_mb: this.env.CACHE_MEMORY_MB });
        break;
      case 'redis':
        this.logger.log('predictions are cached in Redis');
        break;
      case 'redis-away':
        this.logger.warn('Redis is not there yet; it will be used as soon as it is');
        break;
      case 'redis-bypassed':
        this.logger.error('what is written to the cache was not found in Redis');
        break;
    }
  }
}
