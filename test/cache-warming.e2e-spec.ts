import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { channelMeanClassifier } from './fixtures/onnx-writer.js';
import { metric } from './support/engine.js';
import { predict, predictJson, waitFor } from './support/http.js';
import { ModelDir } from './support/model-folder.js';
import { type RunningServer, startServer } from './support/server.js';
import { createDatabase, query } from './support/services/postgres.mjs';
import { startRedis } from './support/services/redis.mjs';
import { solid } from './support/small-server.js';
import { adder, admin, inputs } from './support/versions.js';

const WARMED = 'cache: {warm: 3}\nhistory: {store_input: reference}\n';
const COLOURS = 'labels: [red, green, blue]\ninput: {size: 16, mean: 0, std: 1, scale: 0.05}\n';
const WAIT_MS = 60_000;

describe('a version that comes into service', () => {
  const dir = new ModelDir();
  let dataDir: string;
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let server: RunningServer;

  beforeAll(async () => {
    const classifier = channelMeanClassifier({ batch: 'n', channels: 3, height: 16, width: 16 });
    dir.lay({
      'calc/model.yaml': WARMED,
      'calc/1/model.onnx': adder(1),
      'colours/model.yaml': COLOURS + WARMED,
      'colours/1/model.onnx': classifier,
      'cold/model.yaml': COLOURS,
      'cold/1/model.onnx': classifier,
    });
    dataDir = mkdtempSync(join(tmpdir(), 'sibyl-warming-'));
    database = await createDatabase(process.env.DATABASE_URL!);
    redis = await startRedis();
    const env = { DATABASE_URL: database.url, REDIS_URL: redis.url, MODEL_WATCH_SECONDS: '0' };
    server = await startServer({ modelDir: dir.root, dataDir, env });
    await server.waitUntilReady();
    // At the start there is nothing to warm them with, and that has to be over before there is.
    await waitFor(() => server.logs().filter(({ msg }) => msg === 'cache warmed').length === 2, {
      what: 'the first versions to be warmed',
      timeoutMs: WAIT_MS,
    });
  });

  afterAll(async () => {
    await server?.kill();
    await redis?.stop();
    await database?.drop();
    dir.remove();
    if (dataDir) rmSync(dataDir, { recursive: true, force: true });
  });

  const ask = (x: number) => predictJson(server.url, 'calc', inputs(x));
  const show = async (colour: string, fields = {}) =>
    predict(server.url, 'colours', { bytes: await solid(colour), name: 'a.png' }, fields);
  const rows = async () =>
    (await query(database.url, 'SELECT count(*)::int AS count FROM predictions')).rows[0].count as number;
  const untilRows = (count: number) =>
    waitFor(async () => (await rows()) === count, {
      what: 'the predictions to be recorded',
      timeoutMs: WAIT_MS,
    });
  const until = (model: string, outcome: string, count: number) =>
    waitFor(
      async () => (await metric(server.url, 'sibyl_cache_warmed_total', { model, outcome })) === count,
      {
        what: `${count} ${outcome} of ${model}`,
        timeoutMs: WAIT_MS,
      },
    );

  it('knows the most frequent inputs before they are asked for, and records nothing of that', async () => {
    for (const x of [1, 1, 1, 2, 2, 3, 4, 4, 5, 5]) expect((await ask(x)).status).toBe(200);
    await untilRows(10);
    dir.lay({ 'calc/2/model.onnx': adder(100) });
    expect((await admin(server.url).call('POST', 'reload')).body.outcome).toBe('replaced');
    // Three, as the manifest says: 1 was sent most often; of 2, 4 and 5 the two that were sent last.
    await until('calc', 'warmed', 3);
    for (const [x, isKnown] of [
      [1, true],
      [5, true],
      [4, true],
      [2, false],
      [3, false],
    ] as const) {
      const { body, headers } = await ask(x);
      expect(body.result.outputs[0].data).toEqual([x + 100]);
      expect([x, body.cached, headers.get('x-cache')]).toEqual([x, isKnown, isKnown ? 'HIT' : 'MISS']);
    }
    await untilRows(15);
  });

  it('knows pictures with the options that they were sent with', async () => {
    const before = await rows();
    for (let i = 0; i < 2; i += 1) {
      await show('#fe0000', { top_k: 2 });
      await show('#00fe00');
    }
    await untilRows(before + 4);
    dir.lay({ 'colours/model.yaml': `${COLOURS}confidence: {high: 0.9, medium: 0.5}\n${WARMED}` });
    expect((await admin(server.url, 'colours').call('POST', 'reload')).body.outcome).toBe('replaced');
    await until('colours', 'warmed', 2);
    const first = await show('#fe0000', { top_k: 2 });
    expect([first.body.cached, first.body.result.classes.length]).toEqual([true, 2]);
    expect((await show('#00fe00')).body.cached).toBe(true);
    expect((await show('#00fe00', { top_k: 1 })).body.cached).toBe(false);
  });

  it('is warmed when an administrator says so, and takes what is known already as it is', async () => {
    const answer = await admin(server.url).call('POST', 'cache/warm', { limit: 2 });
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({ name: 'calc', versions: ['2'], limit: 2 });
    await until('calc', 'known', 2);
    const removed = await admin(server.url).call('DELETE', 'cache');
    expect(removed.body.removed).toBeGreaterThan(0);
    await admin(server.url).call('POST', 'cache/warm', {});
    await until('calc', 'warmed', 6);
    expect((await ask(1)).body.cached).toBe(true);
    const refused = await admin(server.url, 'cold').call('POST', 'cache/warm', {});
    expect([refused.status, refused.body.error.code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(refused.body.error.message).toContain("the inputs of model 'cold' are not kept");
  });
});
