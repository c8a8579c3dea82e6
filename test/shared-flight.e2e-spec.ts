import { AppError } from '../src/common/errors.js';
import { FlightLeases } from '../src/cache/flight-leases.js';
import {
  answer,
  cachedCall,
  type CacheInstance,
  endAll,
  lookInto,
  startInstance,
  startRedis,
  untilReady,
} from './support/cache-instance.js';

jest.setTimeout(60_000);
afterEach(endAll);

/** A computation that ends when the test says so. */
function gate(): { compute: () => Promise<object>; open: () => void; runs: () => number } {
  const { promise: opened, resolve: open } = deferred();
  let runs = 0;
  return {
    compute: async () => {
      runs += 1;
      await opened;
      return answer();
    },
    open,
    runs: () => runs,
  };
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let settle: (() => void) | undefined;
  const promise = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return { promise, resolve: () => settle?.() };
}

async function startTwo(url: string): Promise<[CacheInstance, CacheInstance]> {
  const two: [CacheInstance, CacheInstance] = [await startInstance(url), await startInstance(url)];
  await Promise.all(two.map(untilReady));
  return two;
}

describe('one computation for several servers', () => {
  it('answers 100 equal requests to two of them', async () => {
    const [one, two] = await startTwo(process.env['REDIS_URL'] ?? '');
    const call = cachedCall();
    const work = gate();
    const asked = Array.from({ length: 100 }, (_, index) =>
      (index % 2 === 0 ? one : two).cache.through(call, work.compute),
    );
    const leases = two.app.get(FlightLeases);
    while (!(await leases.isTaken(call.key)));
    work.open();
    const answers = await Promise.all(asked);
    expect(work.runs()).toBe(1);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array(99).fill('COALESCED'), 'MISS']);
    expect(new Set(answers.map(({ value }) => JSON.stringify(value))).size).toBe(1);
    while (await leases.isTaken(call.key));
  });

  it('tells all of them what is wrong with an input', async () => {
    const [one, two] = await startTwo(process.env['REDIS_URL'] ?? '');
    const call = cachedCall();
    let runs = 0;
    const fail = async (): Promise<never> => {
      runs += 1;
      while (!(await two.app.get(FlightLeases).isTaken(call.key)));
      throw new AppError('UNDECODABLE_IMAGE', { format: 'PNG', reason: 'the file ends too early' });
    };
    const outcomes = await Promise.allSettled([one, two].map(({ cache }) => cache.through(call, fail)));
    expect(runs).toBe(1);
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'UNDECODABLE_IMAGE' } });
  });

  it('is made by another one when the first fails', async () => {
    const [one, two] = await startTwo(process.env['REDIS_URL'] ?? '');
    const call = cachedCall();
    const leases = two.app.get(FlightLeases);
    const work = gate();
    const first = one.cache.through(call, async () => {
      await work.compute();
      throw new Error('gone');
    });
    first.catch(() => undefined);
    while (!(await leases.isTaken(call.key)));
    const second = two.cache.through(call, answer);
    work.open();
    await expect(first).rejects.toThrow('gone');
    expect(await second).toEqual({ value: await answer(), status: 'MISS', ageSeconds: 0 });
  });

  it('is made by another one when the first dies', async () => {
    const [one] = await startTwo(process.env['REDIS_URL'] ?? '');
    const redis = await lookInto(process.env['REDIS_URL'] ?? '');
    const call = { ...cachedCall(), deadlineAt: Date.now() + 40_000 };
    await redis.set(`flight:v1:${call.key}`, 'of a server that is gone', { PX: 300 });
    expect((await one.cache.through(call, answer)).status).toBe('MISS');
  });

  it('is waited for during half of the time that is left at most', async () => {
    const [one] = await startTwo(process.env['REDIS_URL'] ?? '');
    const redis = await lookInto(process.env['REDIS_URL'] ?? '');
    const call = { ...cachedCall(), deadlineAt: Date.now() + 600 };
    await redis.set(`flight:v1:${call.key}`, 'of a server that stands still', { PX: 60_000 });
    expect((await one.cache.through(call, answer)).status).toBe('MISS');
    expect(await redis.get(`flight:v1:${call.key}`)).toBe('of a server that stands still');
    await redis.del(`flight:v1:${call.key}`);
  });

  it('is waited for about twice as long as usual at most', async () => {
    const [one] = await startTwo(process.env['REDIS_URL'] ?? '');
    const redis = await lookInto(process.env['REDIS_URL'] ?? '');
    await one.cache.through(cachedCall(), answer);
    const call = { ...cachedCall(), deadlineAt: Date.now() + 3_600_000 };
    await redis.set(`flight:v1:${call.key}`, 'of a server that stands still', { PX: 60_000 });
    expect((await one.cache.through(call, answer)).status).toBe('MISS');
    expect(await redis.pTTL(`flight:v1:${call.key}`)).toBeGreaterThan(0);
    await redis.del(`flight:v1:${call.key}`);
  });

  it('is made by each of them when Redis dies meanwhile', async () => {
    const server = await startRedis();
    const [one, two] = await startTwo(server.url);
    const call = cachedCall();
    const first = gate();
    const asked = one.cache.through(call, first.compute);
    const leases = two.app.get(FlightLeases);
    while (!(await leases.isTaken(call.key)));
    const other = two.cache.through(call, answer);
    await server.kill();
    expect((await other).status).toBe('MISS');
    first.open();
    expect((await asked).status).toBe('MISS');
  });

  it('leaves the lease alone that another one holds by now', async () => {
    const [one] = await startTwo(process.env['REDIS_URL'] ?? '');
    const redis = await lookInto(process.env['REDIS_URL'] ?? '');
    const { key } = cachedCall();
    const lease = await one.app.get(FlightLeases).take(key);
    expect(await one.app.get(FlightLeases).take(key)).toBe('taken');
    await redis.set(`flight:v1:${key}`, 'of another one', { PX: 60_000 });
    if (typeof lease !== 'object') throw new Error(`The lease was ${lease}.`);
    lease.release();
    // Commands of one connection are answered in their order, so the release is over.
    expect(await one.app.get(FlightLeases).isTaken(key)).toBe(true);
    expect(await redis.get(`flight:v1:${key}`)).toBe('of another one');
    await redis.del(`flight:v1:${key}`);
  });
});
