import { randomUUID } from 'node:crypto';

import { CACHE_MANAGER, type Cache } from '@nestjs/cache-manager';
import { Global, type INestApplicationContext, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { createClient } from 'redis';

import { CacheBackend } from '../../src/cache/cache-backend.js';
import { CacheSelfTest } from '../../src/cache/cache-self-test.js';
import { type CachedCall, PredictionCache } from '../../src/cache/prediction-cache.js';
import { PredictionCacheModule } from '../../src/cache/prediction-cache.module.js';
import { Env } from '../../src/config/env.js';
import { Metrics } from '../../src/metrics/metrics.js';
import { startRedis as startRedisServer } from './services/redis.mjs';
import { waitFor } from './services/wait-for.mjs';

/** One server process's view of the cache. */
export interface CacheInstance {
  readonly app: INestApplicationContext;
  readonly cache: PredictionCache;
  readonly backend: CacheBackend;
  readonly manager: Cache;
  readonly selfTest: CacheSelfTest;
  readonly metrics: Metrics;
  readonly startMs: number;
}

const cleanUps: (() => Promise<unknown>)[] = [];

/** Ends everything that the functions below started, last first. For `afterEach`. */
export async function endAll(): Promise<void> {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
}

/** A Redis of the test's own. */
export async function startRedis() {
  const server = await startRedisServer();
  cleanUps.push(() => server.stop());
  return server;
}

/** @param redisUrl memory alone when absent */
export async function startInstance(redisUrl?: string): Promise<CacheInstance> {
  const env = Object.assign(new Env(), redisUrl === undefined ? {} : { REDIS_URL: redisUrl });
  @Global()
  @Module({ providers: [{ provide: Env, useValue: env }, Metrics], exports: [Env, Metrics] })
  class Surroundings {}
  const startedMs = performance.now();
  const app = await Test.createTestingModule({ imports: [Surroundings, PredictionCacheModule] }).compile();
  app.useLogger(false);
  await app.init();
  cleanUps.push(() => app.close());
  return {
    app,
    cache: app.get(PredictionCache),
    backend: app.get(CacheBackend),
    manager: app.get<Cache>(CACHE_MANAGER, { strict: false }),
    selfTest: app.get(CacheSelfTest),
    metrics: app.get(Metrics, { strict: false }),
    startMs: performance.now() - startedMs,
  };
}

/** A client of the test's own, to look into Redis from outside. */
export async function lookInto(url: string) {
  const client = createClient({ url, socket: { reconnectStrategy: 20 } });
  client.on('error', () => undefined);
  await client.connect();
  cleanUps.push(() => client.disconnect().catch(() => undefined));
  return client;
}

export function cachedCall(): CachedCall {
  return {
    key: `pred:v1:test:1:${randomUUID()}`,
    ttlSeconds: 300,
    mode: 'use',
    model: 'test',
    deadlineAt: Date.now() + 10_000,
    deadlineMs: 10_000,
  };
}

export async function answer(): Promise<object> {
  return { label: 'crack', score: 0.75 };
}

export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const startMs = performance.now();
  const value = await work();
  return { ms: performance.now() - startMs, value };
}

export function untilReady({ backend }: CacheInstance): Promise<unknown> {
  return waitFor(() => backend.redis?.isReady, { timeoutMs: 2000, what: 'the connection to Redis' });
}

/** Until an answer that was computed now is found in Redis; at most 2 s. */
export async function untilUsed({ cache, backend }: CacheInstance): Promise<void> {
  await waitFor(
    async () => {
      const used = cachedCall();
      await cache.through(used, answer);
      return (await backend.redis?.get(used.key)) !== undefined;
    },
    { timeoutMs: 2000, what: 'the use of Redis' },
  );
}
