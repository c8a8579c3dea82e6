import { RedisConnection } from '../src/cache/redis-connection.js';
import {
  answer,
  cachedCall,
  endAll,
  lookInto,
  startInstance,
  startRedis,
  timed,
  untilReady,
  untilUsed,
} from './support/cache-instance.js';
import { waitFor } from './support/services/wait-for.mjs';

// Other programs share the machine, so the bounds here only tell a wait for Redis from none.
jest.setTimeout(30_000);
afterEach(endAll);

describe('a Redis that dies', () => {
  it('costs nothing while it is away and is used again within 2 s', async () => {
    const server = await startRedis();
    const instance = await startInstance(server.url);
    await untilUsed(instance);
    await server.kill();
    const times: number[] = [];
    for (let i = 0; i < 200; i++) {
      const { ms, value } = await timed(() => instance.cache.through(cachedCall(), answer));
      expect(value.status).toBe('MISS');
      times.push(ms);
    }
    times.sort((a, b) => a - b);
    expect(times[100]).toBeLessThan(5);
    expect(times[180]).toBeLessThan(20);
    expect(await instance.metrics.scrape()).toContain('sibyl_cache_breaker_state 2');
    await server.restart();
    await untilUsed(instance);
    expect(await instance.metrics.scrape()).toContain('sibyl_cache_breaker_state 0');
  });

  it('keeps the answers of the last moments in memory', async () => {
    const server = await startRedis();
    const instance = await startInstance(server.url);
    await untilUsed(instance);
    const used = cachedCall();
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
    await untilUsed(instance);
    server.freeze();
    const redis = instance.backend.redis!;
    const first: number[] = [];
    for (let i = 0; i < 10 && instance.backend.redis?.breakerState === 0; i++)
      first.push((await timed(() => redis.get(`pred:v1:${i}`))).ms);
    expect(first.length).toBeLessThanOrEqual(3);
    for (const ms of first) expect(ms).toBeLessThan(500);
    const then: number[] = [];
    for (let i = 0; i < 200; i++)
      then.push((await timed(() => instance.cache.through(cachedCall(), answer))).ms);
    then.sort((a, b) => a - b);
    expect(then[100]).toBeLessThan(5);
    expect(then[180]).toBeLessThan(20);
    server.thaw();
    await untilUsed(instance);
  });

  it('is dropped with its socket when nothing else comes for 5 s, and found again', async () => {
    const server = await startRedis();
    const instance = await startInstance(server.url);
    await untilUsed(instance);
    server.freeze();
    const { cache, backend } = instance;
    await waitFor(
      async () => {
        await cache.through(cachedCall(), answer);
        return backend.redis?.isReady === false;
      },
      { timeoutMs: 12_000, what: 'the end of the dead socket' },
    );
    server.thaw();
    await untilUsed(instance);
  });

  it('does not hold the end of the application up', async () => {
    const server = await startRedis();
    const instance = await startInstance(server.url);
    await untilReady(instance);
    server.freeze();
    expect((await timed(() => instance.app.close())).ms).toBeLessThan(1000);
  });
});

describe('a Redis that refuses what it is asked', () => {
  it.each([
    ['full', ['CONFIG', 'SET', 'maxmemory', '1'], 'Redis is full'],
    ['a replica', ['REPLICAOF', '127.0.0.1', '1'], 'Redis is a replica'],
  ])('costs no prediction when it is %s, and says so', async (_what, command, reason) => {
    const server = await startRedis();
    const instance = await startInstance(server.url);
    await untilUsed(instance);
    expect(instance.backend.status).toEqual({ store: 'redis', state: 'up' });
    const admin = await lookInto(server.url);
    await admin.sendCommand(command);
    const told = async () => {
      expect((await instance.cache.through(cachedCall(), answer)).status).toBe('MISS');
      return instance.backend.status.reason?.startsWith(reason);
    };
    await waitFor(told, { what: 'it to be told' });
  });

  it.each([
    ['the wrong password', 'redis:', 'Redis does not let this server in'],
    ['TLS, which it does not have', 'rediss:', 'Redis cannot be reached'],
  ])('costs no prediction when it is given %s, and says so', async (_what, protocol, reason) => {
    const server = await startRedis();
    const url = new URL(server.url);
    url.password = 'wrong-horse-battery';
    const instance = await startInstance(url.href.replace('redis:', protocol));
    const told = async () => {
      expect((await instance.cache.through(cachedCall(), answer)).status).toBe('MISS');
      return instance.backend.status.reason?.startsWith(reason);
    };
    await waitFor(told, { what: 'it to be told' });
    // Only this server is not let in: it is there.
    expect(await (await lookInto(server.url)).ping()).toBe('PONG');
  });

  it('is looked for anew once it takes no changes: its address may be another by now', async () => {
    const server = await startRedis();
    const instance = await startInstance(server.url);
    await untilUsed(instance);
    const admin = await lookInto(server.url);
    const connected = async () =>
      Number(/total_connections_received:(\d+)/.exec(await admin.info('stats'))?.[1]);
    const before = await connected();
    await admin.sendCommand(['REPLICAOF', '127.0.0.1', '1']);
    const renewed = async () => {
      await instance.cache.through(cachedCall(), answer);
      return (await connected()) > before;
    };
    await waitFor(renewed, { what: 'a new connection' });
    await admin.sendCommand(['REPLICAOF', 'NO', 'ONE']);
    await untilUsed(instance);
  });
});

describe('a Redis that is absent at the start', () => {
  it('does not hold the start up and is used within 2 s of its appearance', async () => {
    const server = await startRedis();
    const withRedis = await startInstance(server.url);
    await server.kill();
    const without = await startInstance(server.url);
    expect(without.startMs).toBeLessThan(withRedis.startMs + 500);
    expect((await without.cache.through(cachedCall(), answer)).status).toBe('MISS');
    await server.restart();
    await untilUsed(without);
  });

  it('can be given up while its connection is being made', async () => {
    const server = await startRedis();
    const redis = await lookInto(server.url);
    const seen = async () => Number(/total_connections_received:(\d+)/.exec(await redis.info('stats'))?.[1]);
    const before = await seen();
    const failed = jest.fn<void, [string, number]>();
    const connections = Array.from(
      { length: 5 },
      () => new RedisConnection(server.url, { failed, ready: () => undefined }),
    );
    await Promise.all(connections.map((connection) => connection.close(100)));
    await waitFor(async () => (await seen()) >= before + 5, { what: 'the connections' });
    const open = async () => (await redis.clientList()).length;
    await waitFor(async () => (await open()) === 1, { what: 'their end' });
    expect(failed).not.toHaveBeenCalled();
  });
});
