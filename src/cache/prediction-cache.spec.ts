import { Logger } from '@nestjs/common';
import { createCache } from 'cache-manager';
import { Keyv } from 'keyv';

import { AppError } from '../common/errors.js';
import { Env } from '../config/env.js';
import { Metrics } from '../metrics/metrics.js';
import { FlightLeases } from './flight-leases.js';
import { MemoryKeyvStore } from './memory-keyv-store.js';
import { type CachedCall, jitteredTtlMs, PredictionCache } from './prediction-cache.js';
import { SharedFlight } from './shared-flight.js';
import { SharedRedis } from './shared-redis.js';

function call(changes: Partial<CachedCall> = {}): CachedCall {
  return {
    key: 'pred:v1:key',
    ttlSeconds: 300,
    mode: 'use',
    model: 'mnist',
    deadlineAt: Date.now() + 10_000,
    deadlineMs: 10_000,
    ...changes,
  };
}

const large = async (): Promise<string> => 'x'.repeat(1024 * 1024);
const odd = async (): Promise<bigint> => 1n;
const isSound = (value: unknown): boolean => typeof (value as { run: unknown }).run === 'number';
const never = (): Promise<never> => new Promise(() => undefined);

Logger.overrideLogger(false);

describe('PredictionCache', () => {
  let store: MemoryKeyvStore;
  let manager: ReturnType<typeof createCache>;
  let metrics: Metrics;
  let cache: PredictionCache;
  let runs: number;
  const compute = async (): Promise<{ run: number }> => ({ run: ++runs });

  beforeEach(() => {
    runs = 0;
    store = new MemoryKeyvStore({ maxBytes: 64 * 1024 * 1024 });
    manager = createCache({
      stores: [new Keyv({ store, namespace: 'pred:v1', serialize: undefined, deserialize: undefined })],
    });
    metrics = new Metrics();
    const redis = new SharedRedis(new Env(), metrics);
    cache = new PredictionCache(manager, metrics, new SharedFlight(new FlightLeases(redis)));
  });

  it('answers a second request from the cache', async () => {
    expect(await cache.through(call(), compute)).toEqual({
      value: { run: 1 },
      status: 'MISS',
      ageSeconds: 0,
    });
    expect(await cache.through(call(), compute)).toEqual({ value: { run: 1 }, status: 'HIT', ageSeconds: 0 });
    expect(await store.has('pred:v1:key')).toBe(true);
  });

  it('tells the age of an answer', async () => {
    await manager.set('pred:v1:key', { created_at: Date.now() - 12_500, value: 'old' }, 60_000);
    expect(await cache.through(call(), compute)).toEqual({ value: 'old', status: 'HIT', ageSeconds: 12 });
  });

  it('runs once for 200 identical requests at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => cache.through(call(), compute)));
    expect(runs).toBe(1);
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([
      ...Array(199).fill('COALESCED'),
      'MISS',
    ]);
    expect(await metrics.scrape()).toContain('sibyl_cache_requests_total{result="coalesced"} 199');
  });

  it('does not read with `refresh`, but writes', async () => {
    await cache.through(call(), compute);
    expect(await cache.through(call({ mode: 'refresh' }), compute)).toMatchObject({
      value: { run: 2 },
      status: 'BYPASS',
    });
    expect(await cache.through(call(), compute)).toMatchObject({ value: { run: 2 }, status: 'HIT' });
  });

  it.each([call({ mode: 'off' }), call({ ttlSeconds: 0 })])('keeps nothing when it is off', async (off) => {
    expect((await cache.through(off, compute)).status).toBe('BYPASS');
    expect((await cache.through(off, compute)).value).toEqual({ run: 2 });
    expect(store.sizeBytes).toBe(0);
  });

  it('does not keep a failure, and gives it to everybody who waits', async () => {
    const fail = async (): Promise<never> => {
      runs += 1;
      throw new AppError('QUEUE_FULL', { model: 'mnist', waiting: 100, limit: '100 requests' });
    };
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => cache.through(call(), fail)));
    expect(outcomes.map((outcome) => outcome.status)).toEqual(Array(50).fill('rejected'));
    expect(runs).toBe(1);
    expect(store.sizeBytes).toBe(0);
    expect((await cache.through(call(), compute)).status).toBe('MISS');
  });

  it('remembers a fault of the input for a minute', async () => {
    const damaged = new AppError('UNDECODABLE_IMAGE', { format: 'PNG', reason: 'it is cut off' });
    const fail = (): Promise<never> => {
      runs += 1;
      return Promise.reject(damaged);
    };
    await expect(cache.through(call(), fail)).rejects.toBe(damaged);
    const again = { code: damaged.code, details: damaged.details, message: damaged.message };
    await expect(cache.through(call(), fail)).rejects.toMatchObject(again);
    expect(runs).toBe(1);
    expect(await metrics.scrape()).toContain('sibyl_cache_requests_total{result="hit"} 1');
    const expires = (await manager.ttl('pred:v1:key')) as number;
    expect(expires - Date.now()).toBeLessThanOrEqual(66_000);
  });

  it.each([
    new AppError('INFERENCE_TIMEOUT', { model: 'mnist', deadline_ms: 10 }),
    new AppError('MODEL_INFERENCE_FAILED', { model: 'mnist', reason: 'it ended' }),
    new AppError('POISON_INPUT', { model: 'mnist', refused_for_seconds: 600 }),
    new AppError('UNDECODABLE_IMAGE', { format: 'PNG', reason: 'decoding took longer than 5 s' }),
    new Error('a fault of ours'),
  ])('does not remember what may go well the next time: %s', async (error) => {
    const fail = async (): Promise<never> => {
      throw error;
    };
    await expect(cache.through(call(), fail)).rejects.toBe(error);
    expect((await cache.through(call(), compute)).status).toBe('MISS');
  });

  it('does not keep an answer of more than 1 MiB', async () => {
    expect((await cache.through(call(), large)).status).toBe('MISS');
    expect((await cache.through(call(), large)).status).toBe('MISS');
  });

  it('answers what JSON cannot carry without keeping it', async () => {
    expect(await cache.through(call(), odd)).toMatchObject({ value: 1n, status: 'MISS' });
    expect((await cache.through(call(), odd)).status).toBe('MISS');
  });

  it.each([
    ['text'],
    [5],
    [{ value: 1 }],
    [{ created_at: 'yesterday', value: 1 }],
    [{ created_at: 1 }],
    [{ created_at: 1, fault: 'gone' }],
    [{ created_at: 1, fault: { code: 'INTERNAL_ERROR', details: {} } }],
    [{ created_at: 1, fault: { code: 'UNDECODABLE_IMAGE' } }],
    [[1, 2]],
  ])('takes a value that is not its own as a miss: %j', async (foreign) => {
    await manager.set('pred:v1:key', foreign, 60_000);
    expect((await cache.through(call(), compute)).status).toBe('MISS');
  });

  it('takes a value that its reader has no use for as a miss', async () => {
    await manager.set('pred:v1:key', { created_at: 1, value: { run: 'often' } }, 60_000);
    expect(await cache.through(call({ isSound }), compute)).toMatchObject({
      value: { run: 1 },
      status: 'MISS',
    });
    expect((await cache.through(call({ isSound }), compute)).status).toBe('HIT');
  });

  it('answers when the store refuses to write', async () => {
    manager.set = () => Promise.reject(new Error('read only'));
    expect((await cache.through(call(), compute)).status).toBe('MISS');
    expect((await cache.through(call({ key: 'pred:v1:other' }), compute)).status).toBe('MISS');
  });

  it('names the model and the time when a follower runs out of it', async () => {
    void cache.through(call(), never);
    await expect(
      cache.through(call({ deadlineAt: Date.now() + 5, deadlineMs: 5 }), never),
    ).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED', details: { model: 'mnist', deadline_ms: 5 } });
  });
});

describe('jitteredTtlMs', () => {
  it.each([
    [0, 270_000],
    [0.5, 300_000],
    [1, 330_000],
    [0.123_456, 277_407],
  ])('is a whole number within 10 %% (random %d)', (random, expected) => {
    expect(jitteredTtlMs(300, random)).toBe(expected);
  });
});
