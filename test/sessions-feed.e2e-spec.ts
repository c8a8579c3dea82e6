import { createClient } from 'redis';

import { followEvents } from './support/event-feed.js';
import { send, waitFor } from './support/http.js';
import { removeModelDir } from './support/models.js';
import { look, thingsDir } from './support/moving-things.js';
import { type RunningServer, startServer } from './support/server.js';
import { createSession, post } from './support/sessions.js';
import { createDatabase } from './support/services/postgres.mjs';
import { startRedis } from './support/services/redis.mjs';

const WAIT_MS = 60_000;
const START = Date.UTC(2026, 0, 1);
const at = (picture: number): number => START + picture * 100;

let modelDir: string;

beforeAll(() => {
  modelDir = thingsDir();
});
afterAll(() => removeModelDir(modelDir));

async function start(env: Record<string, string>): Promise<RunningServer> {
  const server = await startServer({ modelDir, env });
  await server.waitUntilReady();
  await waitFor(async () => (await post(`${server.url}/v1/sessions`)).status === 201, {
    timeoutMs: WAIT_MS,
    what: 'the database',
  });
  return server;
}

const follow = (server: RunningServer, id: string, lastId?: string) =>
  followEvents(`${server.url}/v1/sessions/${id}/events`, lastId);

describe('the feed of a session', () => {
  let database: { url: string; drop(): Promise<void> };
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let one: RunningServer;
  let other: RunningServer;

  beforeAll(async () => {
    database = await createDatabase(process.env['DATABASE_URL'] as string);
    redis = await startRedis();
    const env = { DATABASE_URL: database.url, REDIS_URL: redis.url };
    [one, other] = await Promise.all([start(env), start(env)]);
  });
  afterAll(async () => {
    await Promise.all([one.stop(), other.stop()]);
    await redis.stop();
    await database.drop();
  });

  it('tells predictions, who comes and goes, and the end, whichever server they happen on', async () => {
    const id = await createSession(one, { tracking: { max_gap_seconds: 0.5 }, metadata: { site: 'north' } });
    const feed = await follow(one, id);
    expect((await feed.until('session')).data).toMatchObject({ session_id: id, status: 'created' });
    const { body } = await look(other, id, [[{ column: 0 }]], at(0));
    expect((await feed.until('status')).data).toEqual({ status: 'active', end_reason: null });
    expect((await feed.until('prediction')).data).toMatchObject({
      prediction_id: body.prediction_id,
      model: { name: 'things', version: '1' },
      captured_at: new Date(at(0)).toISOString(),
      result: { detections: [{ label: 'red', track_id: 1 }] },
      tracking: 'tracked',
    });
    expect((await feed.until('track_entered')).data).toMatchObject({ track_id: 1, label: 'red' });
    await look(one, id, [[{ column: 0 }]], at(1));
    await look(other, id, [[]], at(9));
    expect((await feed.until('track_left')).data).toMatchObject({
      track_id: 1,
      dwell_seconds: 0.1,
      pictures: 2,
    });
    await post(`${other.url}/v1/sessions/${id}/end`);
    await feed.until('status', ({ data }) => data.status === 'ended');
    await feed.ended;
    expect(feed.events.map(({ type }) => type)).toEqual([
      'session',
      'status',
      'prediction',
      'track_entered',
      'prediction',
      'prediction',
      'track_left',
      'status',
    ]);
    // Everything is known: a browser that asks again is told to stop.
    const last = feed.events.at(-1)?.id;
    expect((await follow(other, id, last)).status).toBe(204);
  });

  it('goes on after the last event that the client knows, on whichever server', async () => {
    const id = await createSession(one);
    const first = await follow(one, id);
    await first.until('session');
    await look(one, id, [[{ column: 0 }]]);
    const { id: lastId } = await first.until('prediction');
    first.close();
    const missed: string[] = [];
    for (const server of [one, other, one]) {
      missed.push((await look(server, id, [[{ column: 1 }]])).body.prediction_id);
    }
    for (const server of [one, other]) {
      const again = await follow(server, id, lastId);
      await again.until('prediction', ({ data }) => data.prediction_id === missed[2]);
      expect(again.events.map(({ data }) => data.prediction_id)).toEqual(missed);
      again.close();
    }
  });

  it('tells what it cannot tell any more', async () => {
    const id = await createSession(one);
    for (const column of [0, 1, 2]) await look(one, id, [[{ column }]]);
    // A server that was not there, and a Redis that has forgotten everything.
    await redis.kill();
    await redis.restart();
    const late = await start({ DATABASE_URL: database.url, REDIS_URL: redis.url });
    const feed = await follow(late, id, '1');
    expect((await feed.until('missed')).data).toEqual({ from: 2, to: 3 });
    const { body } = await look(late, id, [[{ column: 3 }]]);
    await feed.until('prediction', ({ data }) => data.prediction_id === body.prediction_id);
    feed.close();
    await late.stop();
  });

  it('goes on over the death of Redis, and says what was lost by it', async () => {
    await waitFor(
      async () => {
        const id = await createSession(other);
        const feed = await follow(one, id);
        await feed.until('session');
        await look(other, id, [[{ column: 0 }]]);
        const isHeard = await waitFor(() => feed.events.some(({ type }) => type === 'prediction'), {
          timeoutMs: 1000,
          what: 'a prediction by way of Redis',
        }).catch(() => false);
        feed.close();
        return isHeard;
      },
      { timeoutMs: WAIT_MS, what: 'Redis to carry changes again' },
    );
    const id = await createSession(one);
    const feed = await follow(one, id);
    await feed.until('session');
    await redis.kill();
    await look(other, id, [[{ column: 0 }]]);
    expect((await feed.until('missed')).data).toEqual({ from: 1, to: 1 });
    const { body } = await look(one, id, [[{ column: 1 }]]);
    await feed.until('prediction', ({ data }) => data.prediction_id === body.prediction_id);
    feed.close();
    await redis.restart();
  });

  it('tells what Redis did not take at first', async () => {
    const administrator = createClient({ url: redis.url });
    administrator.on('error', () => undefined);
    await administrator.connect();
    const mayPublish = (sign: '+' | '-') =>
      administrator.sendCommand(['ACL', 'SETUSER', 'default', `${sign}publish`]);
    await waitFor(
      async () => {
        const id = await createSession(other);
        const feed = await follow(one, id);
        await feed.until('session');
        await mayPublish('-');
        const { body } = await look(other, id, [[{ column: 0 }]]);
        await mayPublish('+');
        const { type, data } = await waitFor(
          () => feed.events.find((event) => ['prediction', 'missed'].includes(event.type)),
          { timeoutMs: WAIT_MS, what: 'a prediction, or word that it is lost' },
        );
        feed.close();
        // A machine that is busy for seconds at that moment loses it, and another round may be told.
        return type === 'prediction' && data.prediction_id === body.prediction_id;
      },
      { timeoutMs: WAIT_MS, what: 'a prediction that Redis refused at first' },
    );
    await administrator.quit();
  });

  it('ends when its session expires or is forgotten', async () => {
    const [brief, forgotten] = [await createSession(one, { ttl_seconds: 1 }), await createSession(one)];
    const feeds = [await follow(one, brief), await follow(one, forgotten)] as const;
    await Promise.all(feeds.map((feed) => feed.until('session')));
    await send(`${one.url}/v1/sessions/${forgotten}`, { method: 'DELETE' });
    expect((await feeds[0].until('status')).data).toEqual({ status: 'ended', end_reason: 'expired' });
    expect((await feeds[1].until('status')).data).toEqual({ status: 'deleted', end_reason: null });
    await Promise.all(feeds.map(({ ended }) => ended));
  });

  it('refuses what is no session and no event, as other routes do', async () => {
    const id = await createSession(one);
    const unknown = await send(`${one.url}/v1/sessions/01931f5e-8a3b-7c4d-9e2f-1a2b3c4d5e6f/events`);
    expect([unknown.status, unknown.body.error.code]).toEqual([404, 'SESSION_NOT_FOUND']);
    const wrong = await send(`${one.url}/v1/sessions/${id}/events`, { headers: { 'last-event-id': 'x' } });
    expect([wrong.status, wrong.body.error.code]).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('is one of a bounded number, and ends when the server stops', async () => {
    const limited = await start({ DATABASE_URL: database.url, SESSION_LIVE_CONNECTIONS: '2' });
    const id = await createSession(limited);
    const feeds = [await follow(limited, id), await follow(limited, id)];
    const { status, body, headers } = await send(`${limited.url}/v1/sessions/${id}/events`);
    expect([status, body.error.code]).toEqual([503, 'TOO_MANY_CONNECTIONS']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    feeds[0]?.close();
    const third = await waitFor(
      async () => {
        const feed = await follow(limited, id);
        return feed.status === 200 ? feed : undefined;
      },
      { timeoutMs: WAIT_MS, what: 'a free place' },
    );
    await third.until('session');
    await limited.stop();
    await third.ended;
  });
});
