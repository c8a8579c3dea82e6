import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { channelMeanClassifier, onnxModel } from './fixtures/onnx-writer.js';
import { predict, predictJson, send, waitFor } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';
import { createDatabase, query } from './support/services/postgres.mjs';
import { solid } from './support/small-server.js';
import { adder } from './support/versions.js';

const COMMON = 'versions: {policy: all, aliases: {next: 2}}\nhistory: {store_input: reference}\n';
const COLOURS = `labels: [red, green, blue]\ninput: {size: 16, mean: 0, std: 1, scale: 0.05}\n${COMMON}`;

/** As the classifier of the first version, but blind for green: what is green is red to it. */
const blindForGreen = (): Buffer =>
  onnxModel({
    inputs: [{ name: 'image', type: 'float32', dims: ['n', 3, 16, 16] }],
    outputs: [{ name: 'logits', type: 'float32', dims: ['n', 3] }],
    initializers: [{ name: 'seen', type: 'float32', dims: [3], data: [1, -1, 1] }],
    nodes: [
      {
        op: 'ReduceMean',
        inputs: ['image'],
        outputs: ['means'],
        attributes: { axes: { ints: [2, 3] }, keepdims: { int: 0 } },
      },
      { op: 'Mul', inputs: ['means', 'seen'], outputs: ['logits'] },
    ],
  });

describe('replays', () => {
  let modelDir: string;
  let dataDir: string;
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let server: RunningServer;

  const start = async () => {
    server = await startServer({ modelDir, dataDir, env: { DATABASE_URL: database.url } });
    await server.waitUntilReady();
  };
  const ask = async (statement: string) => (await query(database.url, statement)).rows as any[];
  const create = (body: unknown) =>
    send(`${server.url}/v1/replays`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  const get = async (id: string) => (await send(`${server.url}/v1/replays/${id}`)).body;
  const until = async (id: string, what: string, isSo: (replay: any) => boolean) => {
    let replay: any;
    await waitFor(async () => isSo((replay = await get(id))), { what, timeoutMs: 90_000 });
    return replay;
  };

  beforeAll(async () => {
    const size = { batch: 'n', channels: 3, height: 16, width: 16 };
    modelDir = makeModelDir([
      {
        name: 'colours',
        files: {
          'model.yaml': COLOURS,
          '1/model.onnx': channelMeanClassifier(size),
          '2/model.onnx': blindForGreen(),
        },
      },
      {
        name: 'calc',
        files: { 'model.yaml': COMMON, '1/model.onnx': adder(1), '2/model.onnx': adder(100) },
      },
    ]);
    dataDir = mkdtempSync(join(tmpdir(), 'sibyl-replays-'));
    database = await createDatabase(process.env.DATABASE_URL!);
    await start();
    const colours = [...Array(6).fill('#ff0000'), ...Array(4).fill('#00ff00'), ...Array(2).fill('#0000ff')];
    for (const colour of colours) {
      await predict(server.url, 'colours/versions/1', { bytes: await solid(colour), name: 'a.png' });
    }
    for (const x of [1, 2, 3]) {
      const body = { inputs: [{ name: 'x', shape: [1], data: [x] }] };
      await predictJson(server.url, 'calc/versions/1', body);
    }
    await waitFor(async () => (await ask('SELECT count(*)::int AS rows FROM predictions'))[0].rows === 15, {
      what: 'the predictions to be written',
    });
  });

  afterAll(async () => {
    await server?.kill();
    await database?.drop();
    if (modelDir) removeModelDir(modelDir);
    if (dataDir) rmSync(dataDir, { recursive: true, force: true });
  });

  it('run stored pictures through another version and tell what has changed, with both answers', async () => {
    const created = await create({ model: 'colours', version: '1', against: 'next' });
    expect(created.status).toBe(202);
    expect(created.body).toMatchObject({ model: 'colours', against: '2', total: 12 });
    const { report, ...replay } = await until(
      created.body.replay_id,
      'the replay',
      ({ state }) => state === 'done',
    );
    expect(replay).toMatchObject({ done: 12, total: 12, reason: null });
    expect(report).toMatchObject({ agreed: 8, differs: 4, failed: 0, skipped: 0, agreement: 8 / 12 });
    expect(report.labels).toEqual([
      { before: 'red', after: 'red', count: 6 },
      { before: 'green', after: 'red', count: 4 },
      { before: 'blue', after: 'blue', count: 2 },
    ]);
    expect(report.score_shift.count).toBe(12);
    expect(report.score_shift.median).toBeCloseTo(0, 6);
    expect(report.score_shift.p5).toBeLessThan(-0.5);
    // The others came from the cache.
    expect(report.latency_shift_ms.count).toBe(3);
    const [first] = report.most_changed;
    expect([first.before.classes[0].label, first.after.classes[0].label]).toEqual(['green', 'red']);
    expect(report.most_changed.slice(0, 4).every((row: any) => row.before.classes[0].label === 'green')).toBe(
      true,
    );
    expect((await send(`${server.url}/v1/predictions/${first.prediction_id}`)).body.result).toEqual(
      first.before,
    );
    expect(await ask('SELECT count(*)::int AS rows FROM predictions')).toEqual([{ rows: 15 }]);
  });

  it('run stored tensors, and take no more than they are asked to', async () => {
    const { body } = await create({ model: 'calc', against: '2', limit: 2 });
    const { report, done } = await until(body.replay_id, 'the replay', ({ state }) => state === 'done');
    expect(done).toBe(2);
    expect(report).toMatchObject({ agreed: 0, differs: 2, labels: [] });
    expect(report.most_changed[0].before.outputs[0].data[0]).toBe(
      report.most_changed[0].after.outputs[0].data[0] - 99,
    );
  });

  it('go on after the server was killed, and make no prediction twice', async () => {
    // Each stored picture many times: a replay that takes a while.
    await ask(`
      INSERT INTO predictions (created_at, id, request_id, model, version, digest, task, status, label, score, labels,
        cached, result, timings_ms, total_ms, input_key, input_options)
      SELECT created_at, (left(id::text, 24) || lpad(to_hex(n), 12, '0'))::uuid, request_id, 'colours', 'many', digest, task,
        status, label, score, labels, cached, result, timings_ms, total_ms, input_key, input_options
      FROM predictions, generate_series(1, 25) AS n WHERE model = 'colours' AND version = '1'`);
    const { body } = await create({ model: 'colours', version: 'many', against: '2' });
    expect(body.total).toBe(300);
    await until(body.replay_id, 'some rows', ({ done }) => done >= 10);
    await server.kill();
    const [{ done, state }] = await ask(`SELECT done, state FROM replays WHERE id = '${body.replay_id}'`);
    expect(state).toBe('running');
    // Its lease would end by itself half a minute later.
    await ask(`UPDATE replays SET lease_until = now() - interval '1 second'`);
    await start();
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () =>
        predict(server.url, 'colours', { bytes: await solid('#0000fe'), name: 'a.png' }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const replay = await until(body.replay_id, 'the rest', (each) => each.state === 'done');
    expect(replay.done).toBe(300);
    expect(done).toBeLessThan(300);
    expect(replay.report).toMatchObject({ agreed: 200, differs: 100, failed: 0, skipped: 0 });
  }, 120_000);

  it('end when they are cancelled, and what they have found stays', async () => {
    const { body } = await create({ model: 'colours', version: 'many', against: '2' });
    await until(body.replay_id, 'some rows', ({ done }) => done > 0);
    const cancelled = await send(`${server.url}/v1/replays/${body.replay_id}/cancel`, { method: 'POST' });
    expect([cancelled.status, cancelled.body.state]).toEqual([200, 'cancelled']);
    // The next one is taken up, so the cancelled one has been let go.
    const next = await create({ model: 'calc', against: '2' });
    await until(next.body.replay_id, 'the next replay', ({ state }) => state === 'done');
    const replay = await get(body.replay_id);
    const { agreed, differs } = replay.report;
    expect(replay.state).toBe('cancelled');
    expect(agreed + differs).toBe(replay.done);
    expect(replay.done).toBeLessThan(300);
    const { items } = (await send(`${server.url}/v1/replays`)).body;
    expect(items[0].replay_id).toBe(next.body.replay_id);
  });

  it('skip inputs that are not stored any more', async () => {
    await ask(`
      UPDATE predictions SET version = 'gone', input_key = 'uploads/2020/01/01/01938f0e-0000-7000-8000-000000000000.png'
      WHERE model = 'colours' AND version = '1' AND label = 'blue'`);
    const { body } = await create({ model: 'colours', version: 'gone', against: '2' });
    const { report } = await until(body.replay_id, 'the replay', ({ state }) => state === 'done');
    expect(report).toMatchObject({ skipped: 2, agreed: 0, agreement: null });
    expect(report.errors).toEqual([{ code: 'INPUT_NOT_STORED', count: 2 }]);
  });

  it.each([
    [{ model: 'none', against: '1' }, 404, 'MODEL_NOT_FOUND'],
    [{ model: 'colours', against: '9' }, 404, 'VERSION_NOT_FOUND'],
    [{ model: 'colours', against: '2', limit: 0 }, 400, 'VALIDATION_FAILED'],
    [{ model: 'colours' }, 400, 'VALIDATION_FAILED'],
  ])('are refused: %j', async (body, status, code) => {
    const answer = await create(body);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });

  it.each(['unknown', '01931f5e-8a3b-7c4d-9e2f-1a2b3c4d5e6f'])('are not found by %s', async (id) => {
    const answer = await send(`${server.url}/v1/replays/${id}`);
    expect([answer.status, answer.body.error.code]).toEqual([404, 'REPLAY_NOT_FOUND']);
    const cancelled = await send(`${server.url}/v1/replays/${id}/cancel`, { method: 'POST' });
    expect(cancelled.body.error.code).toBe('REPLAY_NOT_FOUND');
  });
});
