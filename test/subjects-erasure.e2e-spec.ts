import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';

import { Client } from 'pg';

import { send, waitFor } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import type { RunningServer } from './support/server.js';
import { createDatabase, query } from './support/services/postgres.mjs';
import { ask, DIARY, history, LOAD_MS, put, readyServer, urlOf } from './support/subjects.js';

const MOOD = join(__dirname, '../models/mood-state');
const SEARCH = '?models=mood-state';

/** `mood-state` in two equal versions, with its inputs kept. */
function moodInTwoVersions(): string {
  const manifest = readFileSync(join(MOOD, 'model.yaml'), 'utf8');
  const model = { copyOf: join(MOOD, '1/model.onnx') };
  const more = 'versions: {policy: all}\nhistory: {store_input: reference}\n';
  return makeModelDir([
    {
      name: 'mood-state',
      files: { 'model.yaml': `${manifest}\n${more}`, '1/model.onnx': model, '2/model.onnx': model },
    },
  ]);
}

const post = (url: string, body: object) =>
  send(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('a subject whose predictions were judged and replayed', () => {
  let modelDir: string;
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let server: RunningServer;

  beforeAll(async () => {
    modelDir = moodInTwoVersions();
    database = await createDatabase(process.env['DATABASE_URL'] as string);
    server = await readyServer(modelDir, { DATABASE_URL: database.url });
    // The model is loaded when it is asked for.
    const id = randomUUID();
    await put(server, id, DIARY);
    await waitFor(async () => (await ask(server, id, SEARCH)).body.models[0].predictions[0]?.prediction, {
      what: 'the model',
      timeoutMs: LOAD_MS,
    });
    await send(urlOf(server, id), { method: 'DELETE' });
  }, 2 * LOAD_MS);
  afterAll(async () => {
    await server.stop();
    await database.drop();
    removeModelDir(modelDir);
  });

  /** Rows that are about a prediction, by table. */
  async function rowsOf(predictionId: string): Promise<Record<string, number>> {
    const { rows } = await query(
      database.url,
      `SELECT (SELECT count(*)::int FROM predictions WHERE id = '${predictionId}') AS predictions,
         (SELECT count(*)::int FROM prediction_feedback WHERE prediction_id = '${predictionId}') AS feedback,
         (SELECT count(*)::int FROM replay_rows WHERE prediction_id = '${predictionId}') AS replays`,
    );
    return rows[0] as Record<string, number>;
  }

  /** @returns a subject and its one prediction, which may wait to be written */
  async function predicted(): Promise<{ id: string; predictionId: string }> {
    const id = randomUUID();
    await put(server, id, DIARY);
    expect((await ask(server, id, SEARCH)).body.models[0].predictions[0].error).toBeUndefined();
    const [found] = (await waitFor(
      async () => {
        const items = await history(server, id);
        return items.length === 1 && items;
      },
      { what: 'the history', timeoutMs: LOAD_MS },
    )) as { prediction_id: string }[];
    return { id, predictionId: found!.prediction_id };
  }

  const judge = (predictionId: string) =>
    post(`${server.url}/v1/predictions/${predictionId}/feedback`, {
      correct: true,
      comment: 'said by a person',
    });

  it(
    'leaves nothing of them behind when it is erased, and nothing of others is gone',
    async () => {
      const [subject, other] = [await predicted(), await predicted()];
      for (const { predictionId } of [subject, other]) expect((await judge(predictionId)).status).toBe(201);
      const { body: replay } = await post(`${server.url}/v1/replays`, { model: 'mood-state', against: '2' });
      const report = await waitFor(
        async () => {
          const { body } = await send(`${server.url}/v1/replays/${replay.replay_id}`);
          return body.state === 'done' && body;
        },
        { what: 'the replay', timeoutMs: LOAD_MS },
      );
      expect(report).toMatchObject({ done: 2, report: { failed: 0, skipped: 0 } });
      for (const { predictionId } of [subject, other])
        expect(await rowsOf(predictionId)).toEqual({ predictions: 1, feedback: 1, replays: 1 });
      expect((await send(urlOf(server, subject.id), { method: 'DELETE' })).status).toBe(204);
      expect(await rowsOf(subject.predictionId)).toEqual({ predictions: 0, feedback: 0, replays: 0 });
      expect(await rowsOf(other.predictionId)).toEqual({ predictions: 1, feedback: 1, replays: 1 });
      expect((await judge(subject.predictionId)).status).toBe(404);
    },
    3 * LOAD_MS,
  );

  it.each([
    [
      'feedback',
      `INSERT INTO prediction_feedback (created_at, prediction_id, revision, model, version, given_at)
       SELECT created_at, id, 9, model, version, now() FROM predictions WHERE id = $1`,
    ],
    [
      'a row of a replay',
      `WITH one AS (INSERT INTO replays (id, model, against, filters, row_limit, total, done, state, created_at)
         VALUES (gen_random_uuid(), 'm', '2', '{}', 1, 1, 1, 'done', now()) RETURNING id)
       INSERT INTO replay_rows (replay_id, prediction_id, predicted_at, outcome, change)
       SELECT one.id, p.id, p.created_at, 'agreed', 0 FROM predictions p, one WHERE p.id = $1`,
    ],
  ])(
    'takes %s along that is being written while it is erased',
    async (_, insert) => {
      const { id, predictionId } = await predicted();
      const writer = new Client({ connectionString: database.url });
      await writer.connect();
      // As the server does it: the prediction is held, and the row is not committed when the erasure begins.
      await writer.query('BEGIN');
      await writer.query('SELECT 1 FROM predictions WHERE id = $1 FOR KEY SHARE', [predictionId]);
      await writer.query(insert, [predictionId]);
      const erased = send(urlOf(server, id), { method: 'DELETE' });
      await waitFor(
        async () => {
          const { rows } = await query(
            database.url,
            `SELECT count(*)::int AS waiting FROM pg_stat_activity
             WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          );
          return (rows[0] as { waiting: number }).waiting > 0;
        },
        { what: 'the erasure to wait', timeoutMs: LOAD_MS },
      );
      await writer.query('COMMIT');
      await writer.end();
      expect((await erased).status).toBe(204);
      expect(await rowsOf(predictionId)).toEqual({ predictions: 0, feedback: 0, replays: 0 });
    },
    2 * LOAD_MS,
  );

  it(
    'has feedback at once, which waits until its prediction is written',
    async () => {
      const id = randomUUID();
      await put(server, id, DIARY);
      const { body } = await ask(server, id, SEARCH);
      const predictionId = body.models[0].predictions[0].prediction.prediction_id;
      expect((await judge(predictionId)).status).toBe(201);
      expect(await rowsOf(predictionId)).toEqual({ predictions: 1, feedback: 1, replays: 0 });
    },
    LOAD_MS,
  );
});
