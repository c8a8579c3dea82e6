import { randomUUID } from 'node:crypto';

import { CACHE_MANAGER, type Cache } from '@nestjs/cache-manager';
import { Global, type INestApplicationContext, Logger, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { createClient } from 'redis';

import { CacheBackend } from '../src/cache/cache-backend.js';
import { CacheSelfTest } from '../src/cache/cache-self-test.js';
import { type CachedCall, PredictionCache } from '../src/cache/prediction-cache.js';
import { PredictionCacheModule } from '../src/cache/prediction-cache.module.js';
import { Env } from '../src/config/env.js';
import { Metrics } from '../src/metrics/metrics.js';
import { startRedis as startRedisServer } from './support/services/redis.mjs';
import { waitFor } from './support/services/wait-for.mjs';

jest.setTimeout(30_000);
Logger.overrideLogger(false);

interface Instance {
  readonly cache: PredictionCache;
  readonly backend: CacheBackend;
  readonly manager: Cache;
  readonly selfTest: CacheSelfTest;
  readonly metrics: Metrics;
  readonly startMs: number;
}

const servers: Awaited<ReturnType<typeof startRedisServer>>[] = [];
const open: INestApplicationContext[] = [];
const probes: { disconnect(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => app.close()));
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  await Promise.all(probes.splice(0).map((probe) => probe.disconnect().catch(() => undefined)));
});

/** A Redis of the test's own, stopped after it. */
async function startRedis() {
  const server = await startRedisServer();
  servers.push(server);
  return server;
}

/** One server process's view of the cache. */
async function startInstance(redisUrl?: string): Promise<Instance> {
  const env = new Env();
  if (redisUrl !== undefined) env.REDIS_URL = redisUrl;
  @Global()
  @Module({
    providers: [{ provide: Env, useValue: env }, Metrics],
    exports: [Env, Metrics],
  })
  class Surroundings {}
  const startedMs = performance.now();
  const app = await Test.createTestingModule({ imports: [Surroundings, PredictionCacheModule] }).compile();
  app.useLogger(false);
  await app.init();
  open.push(app);
  return {
    cache: app.get(PredictionCache),
    backend: app.get(CacheBackend),
    manager: app.get<Cache>(CACHE_MANAGER, { strict: false }),
    selfTest: app.get(CacheSelfTest),
    metrics: app.get(Metrics, { strict: false }),
    startMs: performance.now() - startedMs,
  };
}

/** A client of the test's own, to look into Redis from outside. */
async function probe(url: string) {
  const client = createClient({ url, socket: { reconnectStrategy: 20 } });
  client.on('error', () => undefined);
  await client.connect();
  probes.push(client);
  return client;
}

function call(changes: Partial<CachedCall> = {}): CachedCall {
  return {
    key: `pred:v1:test:1:${randomUUID()}`,
    ttlSeconds: 300,
    mode: 'use',
    model: 'test',
    deadlineAt: Date.now() + 10_000,
    deadlineMs: 10_000,
    ...changes,
  };
}

const answer = async (): Promise<object> => ({ label: 'crack', score: 0.75 });

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const startMs = performance.now();
  const value = await work();
  return { ms: performance.now() - startMs, value };
}

function untilReady({ backend }: Instance, timeoutMs = 2000): Promise<unknown> {
  return waitFor(() => backend.redis?.isReady, { timeoutMs, what: 'the connection to Redis' });
}

/** Until an answer that was computed now is found in Redis. */
async function untilUsed({ cache, backend }: Instance, timeoutMs: number): Promise<void> {
  await waitFor(
    async () => {
      const used = call();
      await cache.through(used, answer);
      return (await backend.redis?.get(used.key)) !== undefined;
    },
    { timeoutMs, what: 'the use of Redis' },
  );
}

describe('predictions in Redis', () => {
  const url = process.env.REDIS_URL ?? '';

  it('are written under their own key with their time to live, encoded once', async () => {
    const instance = await startInstance(url);
    await untilReady(instance);
    const redis = await probe(url);
    const used = call();
    expect((await instance.cache.through(used, answer)).status).toBe('MISS');
    const text = await waitFor(() => redis.get(used.key), { what: 'the value in Redis' });
    expect(JSON.parse(text ?? '')).toEqual({
      value: { created_at: expect.any(Number), value: await answer() },
      expires: expect.any(Number),
    });
    const ttlMs = await redis.pTTL(used.key);
    expect(ttlMs).toBeGreaterThan(269_000);
    expect(ttlMs).toBeLessThanOrEqual(330_000);
  });

  it('are found by another instance', async () => {
    const [one, two] = [await startInstance(url), await startInstance(url)];
    await Promise.all([untilReady(one), untilReady(two)]);
    const used = call();
    await one.cache.through(used, answer);
    await waitFor(() => two.backend.redis?.has(used.key), { what: 'the key' });
    const hit = await two.cache.through(used, () => Promise.reject(new Error('computed again')));
    expect(hit).toEqual({ value: await answer(), status: 'HIT', ageSeconds: 0 });
  });

  it('are computed once for 200 requests at the same time', async () => {
    const instance = await startInstance(url);
    await untilReady(instance);
    const used = call();
    let runs = 0;
    const answers = await Promise.all(
      Array.from({ length: 200 }, () =>
        instance.cache.through(used, async () => {
          runs += 1;
          return answer();
        }),
      ),
    );
    expect(runs).toBe(1);
    expect(new Set(answers.map(({ value }) => JSON.stringify(value))).size).toBe(1);
  });

  it.each(['', 'not json', '"text"', '5', 'null', '[]', '{"value":{"value":1}}', '{"value":'])(
    'are a miss when the value is damaged: %j',
    async (damaged) => {
      const instance = await startInstance(url);
      await untilReady(instance);
      const redis = await probe(url);
      const used = call();
      await redis.set(used.key, damaged);
      expect((await instance.cache.through(used, answer)).status).toBe('MISS');
      expect(instance.backend.redis?.breakerState).toBe(0);
      await waitFor(async () => (await redis.get(used.key))?.includes('crack'), { what: 'a sound value' });
    },
  );

  it('are not stored above 1 MiB', async () => {
    const instance = await startInstance(url);
    await untilReady(instance);
    const used = call();
    const large = async (): Promise<string> => 'x'.repeat(1024 * 1024);
    expect((await instance.cache.through(used, large)).status).toBe('MISS');
    expect((await instance.cache.through(used, large)).status).toBe('MISS');
    expect(await instance.backend.redis?.has(used.key)).toBe(false);
  });

  it('are cleared without touching the keys of others', async () => {
    const server = await startRedis();
    const instance = await startInstance(server.url);
    await untilReady(instance);
    const redis = await probe(server.url);
    await redis.set('other:1', 'stays');
    for (let i = 0; i < 1200; i++)
      await instance.backend.redis?.set(`pred:v1:many:${i}`, { value: i }, 60_000);
    await instance.manager.clear();
    expect(await redis.keys('*')).toEqual(['other:1']);
    const used = await redis.info('commandstats');
    expect(used).toMatch(/^cmdstat_unlink:/m);
    expect(used).not.toMatch(/^cmdstat_(flushdb|flushall):/m);
    expect(/^cmdstat_keys:calls=(\d+)/m.exec(used)?.[1]).toBe('1');
  });

  it('are answered when Redis is out of memory', async () => {
    const server = await startRedis();
    const instance = await startInstance(server.url);
    await untilReady(instance);
    const redis = await probe(server.url);
    await redis.configSet({ 'maxmemory-policy': 'noeviction', maxmemory: '1' });
    const used = call();
    expect((await instance.cache.through(used, answer)).status).toBe('MISS');
    await waitFor(
      async () => /cache_operation_seconds_count\{operation="set"\} 1/.test(await instance.metrics.scrape()),
      {
        what: 'the refused write',
      },
    );
    expect(instance.backend.redis?.breakerState).toBe(0);
  });
});

describe('a Redis that dies', () => {
  it('costs nothing while it is away and is used again within 2 s', async () => {
    const server = await startRedis();
    const instance = await startInstance(server.url);
    await untilUsed(instance, 2000);
    await server.kill();
    const times: number[] = [];
    for (let i = 0; i < 200; i++) {
      const { ms, value } = await timed(() => instance.cache.through(call(), answer));
      expect(value.status).toBe('MISS');
      times.push(ms);
    }
    times.sort((a, b) => a - b);
    expect(times[100]).toBeLessThan(1);
    expect(times[180]).toBeLessThan(5);
    expect(await instance.metrics.scrape()).toContain('sibyl_cache_breaker_state 2');
    await server.restart();
    await untilUsed(instance, 2000);
    expect(await instance.metrics.scrape()).toContain('sibyl_cache_breaker_state 0');
  });

  it('keeps the answers of the last moments in memory', async () => {
    const server = await startRedis();
    const instance = await startInstance(server.url);
    await untilUsed(instance, 2000);
    const used = call();
    await instance.cache.through(used, answer);
    await waitFor(() => instance.backend.redis?.has(used.key), { what: 'the key' });
    await server.kill();
    expect((await instance.cache.through(used, answer)).status).toBe('HIT');
  });
});

describe('a Redis that freezes', () => {
  it('costs 50 ms at most three times, then nothing, and is used again when it thaws', async () => {
    const server = await startRedis();
    const instance = await startInstance(server.url);
    await untilUsed(instance, 2000);
    server.freeze();
    const { redis } = instance.backend;
    const first: number[] = [];
    while (redis?.breakerState === 0 && first.length < 10)
      first.push((await timed(() => redis.get(`pred:v1:${randomUUID()}`))).ms);
    expect(first.length).toBeLessThanOrEqual(3);
    for (const ms of first) expect(ms).toBeLessThan(80);
    const then: number[] = [];
    for (let i = 0; i < 200; i++) then.push((await timed(() => instance.cache.through(call(), answer))).ms);
    then.sort((a, b) => a - b);
    expect(then[100]).toBeLessThan(1);
    expect(then[180]).toBeLessThan(5);
    server.thaw();
    await untilUsed(instance, 2000);
  });

  it('is dropped with its socket when nothing else comes for 5 s, and found again', async () => {
    const server = await startRedis();
    const instance = await startInstance(server.url);
    await untilUsed(instance, 2000);
    server.freeze();
    const { cache, backend } = instance;
    await waitFor(
      async () => {
        await cache.through(call(), answer);
        return backend.redis?.isReady === false;
      },
      { timeoutMs: 12_000, what: 'the end of the dead socket' },
    );
    server.thaw();
    await untilUsed(instance, 2000);
  });

  it('does not hold the end of the application up', async () => {
    const server = await startRedis();
    const instance = await startInstance(server.url);
    await untilReady(instance);
    server.freeze();
    const [app] = open.splice(0);
    expect((await timed(async () => app?.close())).ms).toBeLessThan(1000);
  });
});

describe('a Redis that is absent at the start', () => {
  it('does not hold the start up and is used within 2 s of its appearance', async () => {
    const server = await startRedis();
    const withRedis = await startInstance(server.url);
    await server.kill();
    const without = await startInstance(server.url);
    expect(without.startMs).toBeLessThan(withRedis.startMs + 500);
    expect((await without.cache.through(call(), answer)).status).toBe('MISS');
    await server.restart();
    await untilUsed(without, 2000);
  });
});

describe('the self-test', () => {
  it('finds its key in Redis', async () => {
    const { selfTest } = await startInstance(process.env.REDIS_URL);
    expect(await selfTest.run()).toBe('redis');
  });

  it('says that Redis is away', async () => {
    const server = await startRedis();
    await server.kill();
    const { selfTest } = await startInstance(server.url);
    expect(await selfTest.run()).toBe('redis-away');
  });

  it('notices a cache manager that does not write to Redis', async () => {
    const instance = await startInstance(process.env.REDIS_URL);
    await untilReady(instance);
    await instance.selfTest.run();
    instance.manager.set = async (_key, value) => value;
    expect(await instance.selfTest.run()).toBe('redis-bypassed');
  });

  it('says that the cache is in memory', async () => {
    const instance = await startInstance();
    expect(await instance.selfTest.run()).toBe('memory');
    const used = call();
    await instance.cache.through(used, answer);
    expect((await instance.cache.through(used, answer)).status).toBe('HIT');
  });
});
