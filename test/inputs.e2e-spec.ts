import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { channelMeanClassifier, identityModel } from './fixtures/onnx-writer.js';
import { predict, predictJson, send, waitFor } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';
import { createDatabase, query } from './support/services/postgres.mjs';
import { solid } from './support/small-server.js';

const COLOURS = 'labels: [red, green, blue]\ninput: {size: 16, mean: 0, std: 1, scale: 0.05}\n';
const stored = (what: string) => `history: {store_input: ${what}}\n`;

describe('inputs of predictions', () => {
  let modelDir: string;
  let dataDir: string;
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let server: RunningServer;

  const start = async () => {
    const env = { DATABASE_URL: database.url, HISTORY_RETENTION_DAYS: '30' };
    server = await startServer({ modelDir, dataDir, env });
    await server.waitUntilReady();
  };

  beforeAll(async () => {
    const model = channelMeanClassifier({ batch: 'n', channels: 3, height: 16, width: 16 });
    const files = (manifest: string) => ({ 'model.yaml': manifest, '1/model.onnx': model });
    modelDir = makeModelDir([
      { name: 'keeps', files: files(COLOURS + stored('reference')) },
      { name: 'usual', files: files(COLOURS) },
      { name: 'forgets', files: files(COLOURS + stored('none')) },
      {
        name: 'echo',
        files: { 'model.yaml': stored('reference'), '1/model.onnx': identityModel('int64', ['n']) },
      },
    ]);
    dataDir = mkdtempSync(join(tmpdir(), 'sibyl-inputs-'));
    database = await createDatabase(process.env.DATABASE_URL!);
    await start();
  });

  afterAll(async () => {
    await server?.kill();
    await database?.drop();
    if (modelDir) removeModelDir(modelDir);
    if (dataDir) rmSync(dataDir, { recursive: true, force: true });
  });

  const of = async (model: string, bytes: Buffer): Promise<string> => {
    const answer = await predict(server.url, model, { bytes, name: '<script>.png' });
    expect(answer.status).toBe(200);
    return answer.body.prediction_id;
  };
  const record = async (id: string) => (await send(`${server.url}/v1/predictions/${id}`)).body;
  const input = (id: string) => send(`${server.url}/v1/predictions/${id}/input`);
  const objects = () =>
    readdirSync(join(dataDir, 'storage', 'objects'), { recursive: true })
      .map(String)
      .filter((name) => /^uploads\/.*\.png$/.test(name));

  it('are given back as they were sent, as a download and nothing that a browser shows', async () => {
    const picture = await solid('#fe0000');
    const id = await of('keeps', picture);
    expect((await record(id)).input_stored).toBe(true);
    await waitFor(async () => (await input(id)).status === 200, { what: 'the upload in the store' });
    const { bytes, headers } = await input(id);
    expect(bytes.equals(picture)).toBe(true);
    expect(headers.get('content-type')).toBe('image/png');
    expect(headers.get('content-disposition')).toBe(`attachment; filename="${id}.png"`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  });

  it('are kept once when they are sent again', async () => {
    const picture = await solid('#fd0000');
    const ids = await Promise.all([1, 2, 3].map(() => of('keeps', picture)));
    for (const id of ids) {
      await waitFor(async () => (await input(id)).status === 200, { what: 'the upload in the store' });
    }
    const kept = objects().length;
    const id = await of('keeps', picture);
    expect((await input(id)).bytes.equals(picture)).toBe(true);
    expect(objects()).toHaveLength(kept);
  });

  it('are not kept unless the manifest says so, and with `none` not even their digest', async () => {
    const picture = await solid('#fc0000');
    const before = objects().length;
    for (const [model, digest] of [
      ['usual', expect.stringMatching(/^[0-9a-f]{64}$/)],
      ['forgets', null],
    ] as const) {
      const id = await of(model, picture);
      expect(await record(id)).toMatchObject({ input_stored: false, input_sha256: digest });
      const answer = await input(id);
      expect([answer.status, answer.body.error.code]).toEqual([404, 'INPUT_NOT_STORED']);
    }
    expect(objects().length).toBe(before);
    expect((await input('01931f5e-8a3b-7c4d-9e2f-1a2b3c4d5e6f')).body.error.code).toBe(
      'PREDICTION_NOT_FOUND',
    );
  });

  it('of models that take tensors are the JSON of a request, which can be sent again', async () => {
    const body = { inputs: [{ name: 'x', shape: [3], data: [1, 2, '9007199254740993'] }] };
    const first = await predictJson(server.url, 'echo', body);
    expect(first.status).toBe(200);
    const kept = await input(first.body.prediction_id);
    expect(kept.headers.get('content-disposition')).toMatch(/^attachment; filename=".*\.json"$/);
    const { inputs } = kept.body;
    const again = await predictJson(server.url, 'echo', {
      inputs: inputs.map(({ name, shape, data }: any) => ({ name, shape, data })),
    });
    expect(again.body.result).toEqual(first.body.result);
  });

  it('are removed with their month', async () => {
    const id = await of('keeps', await solid('#fb0000'));
    await waitFor(async () => (await input(id)).status === 200, { what: 'the upload in the store' });
    await server.stop();
    expect(objects().length).toBeGreaterThan(0);
    await query(database.url, `UPDATE predictions SET created_at = '2020-01-15T00:00:00Z'`);
    await start();
    await waitFor(() => objects().length === 0, { what: 'the uploads to be removed', timeoutMs: 20_000 });
    await waitFor(
      async () => {
        const { rows } = await query(database.url, `SELECT to_regclass('predictions_2020_01') AS found`);
        return rows[0].found === null;
      },
      { what: 'the partition to be dropped' },
    );
    const { rows } = await query(database.url, 'SELECT count(*)::int AS count FROM predictions');
    expect(rows).toEqual([{ count: 0 }]);
  });
});
