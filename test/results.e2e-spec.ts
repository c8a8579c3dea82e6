import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import sharp from 'sharp';

import { channelMeanClassifier } from './fixtures/onnx-writer.js';
import { predict, send, waitFor } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';
import { createDatabase, query } from './support/services/postgres.mjs';
import { S3_BUCKET, S3_CREDENTIALS, S3_REGION, S3Double } from './support/services/s3-double.js';

const COLOURS = 'labels: [red, green, blue]\ninput: {size: 16, mean: 0, std: 1, scale: 0.05}\n';

const picture = (background: string) =>
  sharp({ create: { width: 200, height: 120, channels: 3, background } })
    .png()
    .toBuffer();

describe('drawn answers', () => {
  const s3 = new S3Double();
  let modelDir: string;
  let dataDir: string;
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let server: RunningServer;

  const start = async (env: Record<string, string> = {}) => {
    server = await startServer({
      modelDir,
      dataDir,
      env: { DATABASE_URL: database.url, HISTORY_RETENTION_DAYS: '30', ...env },
    });
    await server.waitUntilReady();
  };

  beforeAll(async () => {
    const model = channelMeanClassifier({ batch: 'n', channels: 3, height: 16, width: 16 });
    const files = (manifest: string) => ({ 'model.yaml': manifest, '1/model.onnx': model });
    modelDir = makeModelDir([
      { name: 'draws', files: files(`${COLOURS}history: {store_result: drawn}\n`) },
      { name: 'usual', files: files(COLOURS) },
    ]);
    dataDir = mkdtempSync(join(tmpdir(), 'sibyl-results-'));
    database = await createDatabase(process.env.DATABASE_URL!);
    await s3.start();
    await start();
  });

  afterAll(async () => {
    await server?.kill();
    await s3.stop();
    await database?.drop();
    if (modelDir) removeModelDir(modelDir);
    if (dataDir) rmSync(dataDir, { recursive: true, force: true });
  });

  const of = async (model: string, bytes: Buffer): Promise<string> => {
    const answer = await predict(server.url, model, { bytes, name: 'sent.png' });
    expect(answer.status).toBe(200);
    return answer.body.prediction_id;
  };
  const record = async (id: string) => (await send(`${server.url}/v1/predictions/${id}`)).body;
  const image = (id: string) => send(`${server.url}/v1/predictions/${id}/result-image`);
  const kept = (id: string) =>
    waitFor(async () => (await image(id)).status === 200, { what: 'the drawn answer', timeoutMs: 60_000 });
  const objects = () =>
    readdirSync(join(dataDir, 'storage', 'objects'), { recursive: true })
      .map(String)
      .filter((name) => /^results\/.*\.jpg$/.test(name));

  it('are what a client is given who asks for a picture, and are shown as one', async () => {
    const bytes = await picture('#fe0000');
    const id = await of('draws', bytes);
    expect((await record(id)).result_image_stored).toBe(true);
    await kept(id);
    const answer = await image(id);
    expect(answer.headers.get('content-type')).toBe('image/jpeg');
    expect(answer.headers.get('content-disposition')).toBe(`inline; filename="${id}.jpg"`);
    expect(answer.headers.get('cache-control')).toBe('private, max-age=3600, immutable');
    const drawn = await predict(server.url, 'draws', { bytes, name: 'a.png' }, {}, { accept: 'image/jpeg' });
    expect(drawn.status).toBe(200);
    expect(answer.bytes.equals(drawn.bytes)).toBe(true);
    // Something is drawn: the picture that was sent has one colour.
    const { channels } = await sharp(answer.bytes).stats();
    expect(Math.max(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(5);
  });

  it('are kept once where the answer is the same', async () => {
    const bytes = await picture('#00fd00');
    const first = await of('draws', bytes);
    await kept(first);
    const before = objects().length;
    const again = await of('draws', bytes);
    expect(again).not.toBe(first);
    expect((await image(again)).bytes.equals((await image(first)).bytes)).toBe(true);
    expect(objects()).toHaveLength(before);
  });

  it('that are not there are told with the reason', async () => {
    const failed = await predict(server.url, 'draws', {
      bytes: (await picture('#0000fc')).subarray(0, 200),
      name: 'a.png',
    });
    expect(failed.status).toBeGreaterThanOrEqual(400);
    const list = `${server.url}/v1/predictions?model=draws&status=failed`;
    const failedId = await waitFor(async () => (await send(list)).body.items[0]?.prediction_id, {
      what: 'the failed prediction in the list',
    });
    for (const [id, reason] of [
      [
        await of('usual', await picture('#fc0000')),
        "'history: {store_result: drawn}' in the manifest of model 'usual'",
      ],
      [failedId, 'it failed, so there is no answer to draw'],
    ]) {
      expect((await record(id)).result_image_stored).toBe(false);
      const answer = await image(id);
      expect([answer.status, answer.body.error.code]).toEqual([404, 'RESULT_IMAGE_NOT_STORED']);
      expect(answer.body.error.message).toContain(reason);
    }
    const unknown = await image('01931f5e-8a3b-7c4d-9e2f-1a2b3c4d5e6f');
    expect(unknown.body.error.code).toBe('PREDICTION_NOT_FOUND');
  });

  it('are removed with their month', async () => {
    await kept(await of('draws', await picture('#fb0000')));
    await server.stop();
    expect(objects().length).toBeGreaterThan(0);
    await query(database.url, `UPDATE predictions SET created_at = '2020-01-15T00:00:00Z'`);
    await start();
    await waitFor(() => objects().length === 0, { what: 'the pictures to be removed', timeoutMs: 60_000 });
  });

  it('are found on this disk while the remote store is away, and there when it is back', async () => {
    await server.stop();
    await s3.stop();
    await start({
      STORAGE_DRIVER: 's3',
      STORAGE_TIMEOUT_MS: '400',
      S3_ENDPOINT: s3.url,
      S3_FORCE_PATH_STYLE: 'true',
      S3_BUCKET,
      S3_REGION,
      S3_ACCESS_KEY_ID: S3_CREDENTIALS.accessKeyId,
      S3_SECRET_ACCESS_KEY: S3_CREDENTIALS.secretAccessKey,
    });
    const id = await of('draws', await picture('#fa0000'));
    await kept(id);
    const { bytes } = await image(id);
    expect(s3.objects.size).toBe(0);
    await s3.start();
    await waitFor(() => s3.objects.size === 1, { what: 'the picture to be sent', timeoutMs: 60_000 });
    expect([...s3.objects.keys()]).toEqual([expect.stringMatching(/^results\/.*\.jpg$/)]);
    expect([...s3.objects.values()][0]?.bytes.equals(bytes)).toBe(true);
    await waitFor(async () => (await image(id)).bytes.equals(bytes), { what: 'the picture from the store' });
  });
});
