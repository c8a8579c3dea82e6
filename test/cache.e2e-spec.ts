import {
  answer,
  cachedCall,
  endAll,
  lookInto,
  startInstance,
  startRedis,
  untilReady,
} from './support/cache-instance.js';
import { waitFor } from './support/services/wait-for.mjs';

jest.setTimeout(30_000);
afterEach(endAll);

const large = async (): Promise<string> => 'x'.repeat(1024 * 1024);

describe('predictions in Redis', () => {
  const url = process.env.REDIS_URL ?? '';

  it('are written under their own key with their time to live, encoded once', async () => {
    const instance = await startInstance(url);
    await untilReady(instance);
    const redis = await lookInto(url);
    const used = cachedCall();
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
    const used = cachedCall();
    await one.cache.through(used, answer);
    await waitFor(() => two.backend.redis?.has(used.key), { what: 'the key' });
    const hit = await two.cache.through(used, () => Promise.reject(new Error('computed again')));
    expect(hit).toEqual({ value: await answer(), status: 'HIT', ageSeconds: 0 });
  });

  it('are computed once for 200 requests at the same time', async () => {
    const instance = await startInstance(url);
    await untilReady(instance);
    const used = cachedCall();
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
      const redis = await lookInto(url);
      const used = cachedCall();
      await redis.set(used.key, damaged);
      expect((await instance.cache.through(used, answer)).status).toBe('MISS');
      expect(instance.backend.redis?.breakerState).toBe(0);
      await waitFor(async () => (await redis.get(used.key))?.includes('crack'), { what: 'a sound value' });
    },
  );

  it('are not stored above 1 MiB', async () => {
    const instance = await startInstance(url);
    await untilReady(instance);
    const used = cachedCall();
    expect((await instance.cache.through(used, large)).status).toBe('MISS');
    expect((await instance.cache.through(used, large)).status).toBe('MISS');
    expect(await instance.backend.redis?.has(used.key)).toBe(false);
  });

  it('are cleared without touching the keys of others', async () => {
    const server = await startRedis();
    const instance = await startInstance(server.url);
    await untilReady(instance);
    const redis = await lookInto(server.url);
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
    const redis = await lookInto(server.url);
    await redis.configSet({ 'maxmemory-policy': 'noeviction', maxmemory: '1' });
    const used = cachedCall();
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
    const used = cachedCall();
    await instance.cache.through(used, answer);
    expect((await instance.cache.through(used, answer)).status).toBe('HIT');
  });
});
