import { randomUUID } from 'node:crypto';

import { createClient } from 'redis';

import { send, waitFor } from './support/http.js';
import { removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';
import { createDatabase, query } from './support/services/postgres.mjs';
import { startRedis } from './support/services/redis.mjs';
import { ask, DIARY, history, LOAD_MS, put, readyServer, tabularModels, urlOf } from './support/subjects.js';

let modelDir: string;

beforeAll(() => {
  modelDir = tabularModels();
});
afterAll(() => removeModelDir(modelDir));

describe('subjects on PostgreSQL and Redis', () => {
  it(
    'are the same on every server: answers, their end by a new record, and the erasure of all of it',
    async () => {
      const database = await createDatabase(process.env['DATABASE_URL'] as string);
      const redis = await startRedis();
      const env = { DATABASE_URL: database.url, REDIS_URL: redis.url };
      const [one, other] = await Promise.all([readyServer(modelDir, env), readyServer(modelDir, env)]);
      const id = randomUUID();
      const search = '?models=mood-state';
      await put(one, id, DIARY);
      // Redis has 50 ms to answer, which a busy machine may need; what was not kept is computed and kept again.
      const from = (each: RunningServer, cache: string) =>
        waitFor(
          async () => {
            const answer = await ask(each, id, search);
            return answer.headers.get('x-cache') === cache && answer;
          },
          { what: `a ${cache}`, timeoutMs: LOAD_MS },
        ) as ReturnType<typeof ask>;
      expect((await ask(one, id, search)).headers.get('x-cache')).toBe('MISS');
      const kept = await from(one, 'HIT');
      const shared = await from(other, 'HIT');
      expect(shared.body.models[0].predictions[0].features).toEqual(
        kept.body.models[0].predictions[0].features,
      );
      await put(other, id, { date: '2026-11-03', values: { mood: 2, energy: 3, sleep_hours: 9 } });
      const fresh = await ask(one, id, search);
      expect([fresh.headers.get('x-cache'), fresh.body.days]).toEqual(['MISS', ['2026-11-03']]);

      // Made a moment ago, so that one of them still waits in the memory of its server.
      await Promise.all([one, other].map((each) => ask(each, id, `${search}&limit=2`)));
      expect((await send(urlOf(other, id), { method: 'DELETE' })).status).toBe(204);
      for (const each of [one, other]) expect((await ask(each, id, search)).status).toBe(404);

      const client = createClient({ url: redis.url });
      await client.connect();
      await waitFor(async () => (await client.keys('*subj:*')).length === 0, {
        what: 'the end of the answers',
      });
      await client.disconnect();

      // What both servers record of another subject afterwards comes behind whatever waited.
      const later = randomUUID();
      await put(one, later, DIARY);
      await Promise.all(
        [one, other].map((each) => ask(each, later, search, { 'cache-control': 'no-store' })),
      );
      await waitFor(async () => (await history(one, later)).length === 2, { what: 'the history' });
      const rows = await query(
        database.url,
        `SELECT count(*)::integer AS n FROM predictions WHERE subject_id = '${id}'`,
      );
      expect(rows.rows).toEqual([{ n: 0 }]);
      await Promise.all([one.stop(), other.stop()]);
      await Promise.all([database.drop(), redis.stop()]);
    },
    2 * LOAD_MS,
  );
});

it(
  'say that they cannot be reached while the database is off',
  async () => {
    const server = await startServer({ modelDir, env: { DATABASE_MODE: 'off' } });
    const { status, body } = await put(server, randomUUID(), { date: '2026-11-01', values: { mood: 5 } });
    expect([status, body.error.code]).toEqual([503, 'SUBJECT_STORE_UNAVAILABLE']);
    await server.stop();
  },
  LOAD_MS,
);
