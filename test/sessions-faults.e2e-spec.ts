import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { send, waitFor } from './support/http.js';
import { removeModelDir } from './support/models.js';
import { look, thingsDir, trackIds } from './support/moving-things.js';
import { type RunningServer, startServer } from './support/server.js';
import { coloursDir, createSession, detect, post } from './support/sessions.js';
import { query, startPostgres } from './support/services/postgres.mjs';
import { startRedis } from './support/services/redis.mjs';

const WAIT_MS = 60_000;

let modelDir: string;

beforeAll(() => {
  modelDir = coloursDir();
});
afterAll(() => removeModelDir(modelDir));

describe('sessions while a service is away', () => {
  it(
    'go on without PostgreSQL where they are known, and their activity is written when it is back',
    async () => {
      const postgres = await startPostgres();
      // The databases of the tests acknowledge before they write; this one is killed and has to keep its word.
      await query(postgres.url, 'ALTER ROLE CURRENT_USER SET synchronous_commit = on');
      const redis = await startRedis();
      const env = { DATABASE_URL: postgres.url, REDIS_URL: redis.url };
      const servers = await Promise.all([startServer({ modelDir, env }), startServer({ modelDir, env })]);
      await Promise.all(servers.map((each) => each.waitUntilReady()));
      const [one, other] = servers as [RunningServer, RunningServer];
      await waitFor(async () => (await post(`${one.url}/v1/sessions`)).status === 201, {
        what: 'the database',
      });
      const id = await createSession(one);
      await detect(one, id, 'red');
      await postgres.kill();
      // Some seconds after its start Redis does not know yet which servers there are, so its word does not count.
      await waitFor(async () => (await send(`${one.url}/v1/sessions/${id}`)).status === 200, {
        timeoutMs: WAIT_MS,
        what: 'the word of Redis',
      });
      // The second server has never seen the session: it knows it from Redis.
      for (const [each, colour] of [
        [one, 'green'],
        [other, 'blue'],
      ] as const) {
        const answer = await detect(each, id, colour);
        expect([answer.status, answer.headers.get('x-session-state')]).toEqual([200, 'deferred']);
      }
      for (const path of ['', `/${id}/end`]) {
        const { status, body, headers } = await post(`${one.url}/v1/sessions${path}`);
        expect([status, body.error.code]).toEqual([503, 'SESSION_STORE_UNAVAILABLE']);
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      }
      expect((await send(`${one.url}/v1/sessions/${id}`)).body.status).toBe('active');
      await postgres.restart();
      const session = await waitFor(
        async () => {
          const { body } = await send(`${one.url}/v1/sessions/${id}`);
          return body.prediction_count === 3 ? body : undefined;
        },
        { timeoutMs: WAIT_MS, what: 'the activity to be written' },
      );
      expect(Object.keys(session.summary.labels).toSorted()).toEqual(['blue', 'green', 'red']);
      // Redis is no record: without it nothing is lost.
      await redis.kill();
      expect((await detect(one, id, 'green')).status).toBe(200);
      expect((await post(`${other.url}/v1/sessions/${id}/end`)).body).toMatchObject({ prediction_count: 4 });
      await Promise.all(servers.map((each) => each.stop()));
      await Promise.all([postgres.stop(), redis.stop()]);
    },
    4 * WAIT_MS,
  );

  it(
    'are refused without PostgreSQL and without Redis, by each of several servers',
    async () => {
      const postgres = await startPostgres();
      const redis = await startRedis();
      const env = { DATABASE_URL: postgres.url, REDIS_URL: redis.url };
      const server = await startServer({ modelDir, env });
      await server.waitUntilReady();
      await waitFor(async () => (await post(`${server.url}/v1/sessions`)).status === 201, {
        timeoutMs: WAIT_MS,
        what: 'the database',
      });
      const id = await createSession(server);
      await redis.kill();
      expect((await detect(server, id, 'red')).status).toBe(200);
      await postgres.kill();
      // It knows the session well, and cannot know what other servers have done to it.
      for (const answer of [
        await send(`${server.url}/v1/sessions/${id}`),
        await detect(server, id, 'blue'),
      ]) {
        expect([answer.status, answer.body.error.code]).toEqual([503, 'SESSION_STORE_UNAVAILABLE']);
        expect(answer.body.error.message).toMatch(/Redis cannot tell/);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      // A Redis that missed a change tells nothing of it when it is back.
      await redis.restart();
      await postgres.restart();
      await waitFor(async () => (await send(`${server.url}/v1/sessions/${id}`)).status === 200, {
        timeoutMs: WAIT_MS,
        what: 'the database',
      });
      expect((await post(`${server.url}/v1/sessions/${id}/end`)).body).toMatchObject({ prediction_count: 1 });
      await server.stop();
      await Promise.all([postgres.stop(), redis.stop()]);
    },
    4 * WAIT_MS,
  );

  it(
    'lose nothing when the server stops meanwhile: the next one writes it',
    async () => {
      const postgres = await startPostgres();
      await query(postgres.url, 'ALTER ROLE CURRENT_USER SET synchronous_commit = on');
      const dataDir = mkdtempSync(join(tmpdir(), 'sibyl-sessions-'));
      const env = { DATABASE_URL: postgres.url };
      const first = await startServer({ modelDir, dataDir, env });
      await first.waitUntilReady();
      await waitFor(async () => (await post(`${first.url}/v1/sessions`)).status === 201, {
        timeoutMs: WAIT_MS,
        what: 'the database',
      });
      const id = await createSession(first);
      await detect(first, id, 'red');
      await postgres.kill();
      expect((await detect(first, id, 'blue')).headers.get('x-session-state')).toBe('deferred');
      await first.stop(WAIT_MS);
      await postgres.restart();
      const second = await startServer({ modelDir, dataDir, env });
      const session = await waitFor(
        async () => {
          const { body } = await send(`${second.url}/v1/sessions/${id}`);
          return body.prediction_count === 2 ? body : undefined;
        },
        { timeoutMs: WAIT_MS, what: 'what was seen before the stop' },
      );
      expect(Object.keys(session.summary.labels).toSorted()).toEqual(['blue', 'red']);
      await second.stop();
      await postgres.stop();
      rmSync(dataDir, { recursive: true });
    },
    4 * WAIT_MS,
  );

  it(
    'are kept by the embedded database over a restart',
    async () => {
      const dataDir = mkdtempSync(join(tmpdir(), 'sibyl-sessions-'));
      const thingsModel = thingsDir();
      const first = await startServer({ modelDir: thingsModel, dataDir });
      await first.waitUntilReady();
      await waitFor(async () => (await post(`${first.url}/v1/sessions`)).status === 201, {
        timeoutMs: WAIT_MS,
        what: 'the database',
      });
      const id = await createSession(first, { metadata: { kept: true }, tracking: {} });
      const [now, later] = [Date.now(), Date.now() + 100];
      expect(trackIds((await look(first, id, [[{ column: 1 }]], now)).body)).toEqual([1]);
      await first.stop();
      const second = await startServer({ modelDir: thingsModel, dataDir });
      await second.waitUntilReady();
      await waitFor(
        async () => {
          const { body } = await send(`${second.url}/v1/sessions/${id}`);
          return body.prediction_count === 1 && body.metadata.kept === true;
        },
        { timeoutMs: WAIT_MS, what: 'the session' },
      );
      expect(trackIds((await look(second, id, [[{ column: 2 }]], later)).body)).toEqual([1]);
      await post(`${second.url}/v1/sessions/${id}/end`);
      const { body: tracks } = await send(`${second.url}/v1/sessions/${id}/tracks`);
      expect(tracks.items).toMatchObject([{ track_id: 1, pictures: 2, dwell_seconds: 0.1, has_left: true }]);
      await second.stop();
      rmSync(dataDir, { recursive: true });
      removeModelDir(thingsModel);
    },
    4 * WAIT_MS,
  );
});
