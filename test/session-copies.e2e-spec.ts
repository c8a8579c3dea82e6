import { GuardedRedis } from '../src/cache/guarded-redis.js';
import { SharedCopies } from '../src/sessions/copies/shared-copies.js';
import { FaultProxy } from './faults/proxy/fault-proxy.mjs';
import { waitFor } from './support/http.js';
import type { LocalServer } from './support/services/local-server.mjs';
import { startRedis } from './support/services/redis.mjs';

const WAIT_MS = 60_000;
const TTL_SECONDS = 600;
const LEASE_MS = 1000;

const noEvents = {
  operation: () => undefined,
  connected: () => undefined,
  connectionFailed: () => undefined,
  refused: () => undefined,
};

interface Instance {
  readonly copies: SharedCopies;
  readonly way: FaultProxy;
  readonly end: () => Promise<void>;
}

let redis: LocalServer;
let one: Instance;
let other: Instance;
let count = 0;
/** Sessions of one test. */
let a: string;
let b: string;

/** One server's copies, over a way to Redis of its own. */
async function startInstance(): Promise<Instance> {
  const way = await FaultProxy.start({ port: Number(new URL(redis.url).port) });
  const access = new GuardedRedis(
    Object.assign(new URL(redis.url), { port: String(way.port) }).href,
    noEvents,
  );
  const copies = new SharedCopies(access);
  copies.start();
  const end = async (): Promise<void> => {
    await copies.stop();
    // First: a connection that its client has closed stays half open in the proxy.
    await way.close();
    await access.close();
  };
  return { copies, way, end };
}

const put = ({ copies }: Instance, key: string, revision: number): Promise<void> =>
  copies.put(key, { moment: copies.moment, revision, body: `revision ${revision}`, ttlSeconds: TTL_SECONDS });

/** What an instance tells of a key, once it can tell anything for certain: on a machine that stands still copies may be void. */
async function certain(instance: Instance, key: string, puts: () => Promise<unknown>): Promise<string> {
  const told = async (): Promise<string | undefined> => {
    await puts();
    return instance.copies.get(key);
  };
  return waitFor(told, { timeoutMs: WAIT_MS, what: `a certain copy of ${key}` });
}

beforeAll(async () => {
  redis = await startRedis();
}, WAIT_MS);
afterAll(() => redis.stop());

beforeEach(async () => {
  [one, other] = await Promise.all([startInstance(), startInstance()]);
  await waitFor(() => one.copies.moment !== '' && other.copies.moment === one.copies.moment, {
    timeoutMs: WAIT_MS,
    what: 'one generation',
  });
  count += 1;
  [a, b] = [`a-${count}`, `b-${count}`];
  await certain(other, `first-${count}`, () => put(one, `first-${count}`, 1));
}, 2 * WAIT_MS);

afterEach(async () => {
  await Promise.all([one.end(), other.end()]);
});

describe('copies of sessions that servers share', () => {
  it('are the newest that any of them has told, in whatever order they come', async () => {
    const puts = async () => {
      await put(one, a, 3);
      await put(other, a, 2);
    };
    expect([await certain(one, a, puts), await certain(other, a, puts)]).toEqual([
      'revision 3',
      'revision 3',
    ]);
  });

  it('are certain for nobody while one of them is cut off, which waits for that before it goes on', async () => {
    await put(one, a, 1);
    await one.way.down();
    await put(one, a, 2);
    expect(await other.copies.get(a)).toBeUndefined();
    // The promise has run out: nothing waits any more.
    const again = performance.now();
    for (let revision = 3; revision <= 62; revision += 1) await put(one, a, revision);
    expect(performance.now() - again).toBeLessThan(60 * LEASE_MS);
    // It is back: what the others hold of before does not count.
    await one.way.up();
    await waitFor(async () => (await put(one, b, 1), await other.copies.get(b)) === 'revision 1', {
      timeoutMs: WAIT_MS,
      what: 'the copies to be certain again',
    });
    expect(await other.copies.get(a)).toBeUndefined();
  });

  it('are void when the state was asked for before all of that', async () => {
    const { moment } = other.copies;
    await one.way.down();
    await put(one, a, 5);
    await one.way.up();
    await waitFor(() => other.copies.moment !== moment, { timeoutMs: WAIT_MS, what: 'a new generation' });
    await other.copies.put(a, { moment, revision: 4, body: 'revision 4', ttlSeconds: TTL_SECONDS });
    expect(await other.copies.get(a)).toBeUndefined();
    expect(await certain(other, a, () => put(other, a, 5))).toBe('revision 5');
  });

  it('are not missed for a server that has stopped', async () => {
    await one.copies.stop();
    expect(await certain(other, a, () => put(other, a, 1))).toBe('revision 1');
  });
});
