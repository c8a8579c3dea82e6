import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import sharp from 'sharp';

import { channelMeanClassifier, identityModel } from './fixtures/onnx-writer.js';
import { predict, predictJson, send, waitFor } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';
import { createDatabase } from './support/services/postgres.mjs';

const STARTER = join(__dirname, '../models/hazard-detector');
const COLOURS = `
labels:
  - {name: red, description: Mostly red, severity: high, recommendation: Stop}
  - {name: green}
  - {name: blue}
confidence: {high: 0.9, medium: 0.6, retake_message: Show one colour alone.}
input: {size: 16, mean: 0, std: 1, scale: 0.05}
`;

type Samples = Record<
  string,
  {
    detections: {
      label: string;
      score: number;
      box: { x: number; y: number; width: number; height: number };
    }[];
  }
>;

const solid = (background: string, format: 'png' | 'jpeg' | 'webp' = 'png') =>
  sharp({ create: { width: 48, height: 32, channels: 3, background } })
    [format]()
    .toBuffer();

describe('POST /v1/models/{model}/predict', () => {
  let server: RunningServer;
  let modelDir: string;
  let database: Awaited<ReturnType<typeof createDatabase>>;

  beforeAll(async () => {
    modelDir = makeModelDir([
      {
        name: 'colours',
        files: {
          'model.yaml': COLOURS,
          '1/model.onnx': channelMeanClassifier({ batch: 'n', channels: 3, height: 16, width: 16 }),
        },
      },
      { name: 'echo', files: { '1/model.onnx': identityModel('int64', ['n']) } },
      {
        name: 'hazard-detector',
        files: {
          'model.yaml': { copyOf: join(STARTER, 'model.yaml') },
          '1/model.onnx': { copyOf: join(STARTER, '1/model.onnx') },
          '2/model.onnx': { copyOf: join(STARTER, '1/model.onnx') },
        },
      },
    ]);
    database = await createDatabase(process.env['DATABASE_URL'] as string);
    server = await startServer({
      modelDir,
      env: { DATABASE_URL: database.url, REDIS_URL: process.env['REDIS_URL'] as string },
    });
    await server.waitUntilReady();
  });

  afterAll(async () => {
    await server?.stop();
    await database?.drop();
    removeModelDir(modelDir);
  });

  it.each(['png', 'jpeg', 'webp'] as const)('labels a %s picture and rates the answer', async (format) => {
    const { status, body, headers } = await predict(server.url, 'colours', {
      bytes: await solid('#ff0000', format),
      name: `red.${format}`,
    });
    expect(status).toBe(200);
    expect(headers.get('x-cache')).toBe('MISS');
    expect(headers.get('server-timing')).toMatch(/run;dur=\d/);
    expect(body).toMatchObject({
      model: { name: 'colours', version: '1', digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
      task: 'image-classification',
      confidence_status: 'HIGH',
      retake_message: null,
      cached: false,
      request_id: headers.get('x-request-id'),
    });
    expect(body.result.classes[0]).toMatchObject({
      label: 'red',
      class_id: 0,
      description: 'Mostly red',
      severity: 'high',
      recommendation: 'Stop',
    });
    expect(body.result.image).toEqual({ width: 48, height: 32 });
  });

  it('asks for another picture when the answer is not sure', async () => {
    const grey = { bytes: await solid('#808080'), name: 'grey.png' };
    const { body } = await predict(server.url, 'colours', grey);
    expect(body).toMatchObject({ confidence_status: 'LOW', retake_message: 'Show one colour alone.' });
  });

  it('answers base64 in JSON, plain, URL-safe and as a data URL, as it answers the file', async () => {
    const bytes = await solid('#00ff00');
    const fromFile = await predict(server.url, 'colours', { bytes, name: 'green.png' });
    const base64 = bytes.toString('base64');
    for (const image of [base64, bytes.toString('base64url'), `data:image/png;base64,${base64}`]) {
      const { status, body, headers } = await predictJson(server.url, 'colours', { image });
      expect(status).toBe(200);
      expect(body.result).toEqual(fromFile.body.result);
      expect(headers.get('x-cache')).toBe('HIT');
    }
  });

  it('answers several files each by itself, in their order', async () => {
    const { status, body } = await predict(server.url, 'colours', [
      { bytes: await solid('#0000ff'), name: 'blue.png' },
      { bytes: Buffer.from('no picture'), name: 'notes.jpg' },
      { bytes: new Uint8Array(0), name: 'empty.png' },
      { bytes: (await solid('#ff0000', 'jpeg')).subarray(0, -40), name: 'cut.jpg' },
    ]);
    expect(status).toBe(200);
    expect(body).toMatchObject({ succeeded: 1, failed: 3 });
    expect(
      body.items.map((item: any) => [
        item.index,
        item.filename,
        item.error?.code ?? item.prediction.result.classes[0].label,
      ]),
    ).toEqual([
      [0, 'blue.png', 'blue'],
      [1, 'notes.jpg', 'UNSUPPORTED_MEDIA_TYPE'],
      [2, 'empty.png', 'EMPTY_FILE'],
      [3, 'cut.jpg', 'UNDECODABLE_IMAGE'],
    ]);
  });

  it('takes options as form fields and as JSON', async () => {
    const bytes = await solid('#ff8000');
    const form = await predict(server.url, 'colours', { bytes, name: 'a.png' }, { top_k: 2 });
    const json = await predictJson(server.url, 'colours', { image: bytes.toString('base64'), top_k: 2 });
    expect(form.body.result.classes).toHaveLength(2);
    expect(json.headers.get('x-cache')).toBe('HIT');
  });

  it('keeps 64-bit integers exact on their way through a model of raw tensors', async () => {
    const inputs = [{ name: 'x', shape: [3], data: ['9007199254740993', -1, '-9223372036854775808'] }];
    const { status, body } = await predictJson(server.url, 'echo', { inputs });
    expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
    expect(body.confidence_status).toBeNull();
    expect(body.result.outputs).toEqual([
      { name: 'y', datatype: 'int64', shape: [3], data: ['9007199254740993', -1, '-9223372036854775808'] },
    ]);
  });

  it('serves the newest version by default and any served one by its number', async () => {
    const picture = { bytes: await solid('#ffffff'), name: 'white.png' };
    const newest = await predict(server.url, 'hazard-detector', picture);
    expect(newest.body.model.version).toBe('2');
    const missing = await predict(server.url, 'hazard-detector/versions/1', picture);
    expect(missing.body.error).toMatchObject({ code: 'VERSION_NOT_FOUND', details: { available: ['2'] } });
  });

  describe('Accept', () => {
    const ask = async (accept: string, model = 'hazard-detector') =>
      predict(server.url, model, { bytes: await solid('#999999'), name: 'a.png' }, {}, { accept });

    it.each([
      ['image/png', 'png'],
      ['image/jpeg', 'jpeg'],
      ['text/html, image/jpeg;q=0.9, application/json;q=0.1', 'jpeg'],
    ])('%s gives the picture with what was found', async (accept, format) => {
      const { status, headers, bytes } = await ask(accept);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe(`image/${format}`);
      expect(headers.get('x-prediction-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(await sharp(bytes).metadata()).toMatchObject({ format, width: 48, height: 32 });
    });

    it.each(['*/*', 'application/json', 'application/problem+json', 'text/html, */*;q=0.1'])(
      '%s gives JSON',
      async (accept) => {
        expect((await ask(accept)).body).toMatchObject({ task: 'object-detection' });
      },
    );

    it('refuses what a classifier cannot give', async () => {
      const { status, body } = await ask('image/png', 'colours');
      expect(status).toBe(406);
      expect(body.error).toMatchObject({
        code: 'NOT_ACCEPTABLE',
        details: { available: ['application/json'] },
      });
    });
  });

  describe('cache', () => {
    const ask = (bytes: Uint8Array, headers: Record<string, string> = {}) =>
      predict(server.url, 'colours', { bytes, name: 'x.png' }, {}, headers);

    it('answers the same input again without running the model', async () => {
      const bytes = await solid('#123456');
      const fresh = await ask(bytes);
      const again = await ask(bytes);
      expect([fresh, again].map(({ headers }) => headers.get('x-cache'))).toEqual(['MISS', 'HIT']);
      expect(again.headers.get('age')).toMatch(/^\d+$/);
      expect(again.body).toMatchObject({ cached: true, timings_ms: { run: 0 } });
      const {
        prediction_id: _a,
        request_id: _b,
        cached: _c,
        timings_ms: _d,
        created_at: _e,
        ...answer
      } = fresh.body;
      expect(again.body).toMatchObject(answer);
    });

    it.each([['no-cache'], ['no-store'], ['max-age=0, no-cache']])(
      'computes anew for Cache-Control: %s',
      async (value) => {
        const bytes = await solid('#654321');
        await ask(bytes);
        const { headers, body } = await ask(bytes, { 'cache-control': value });
        expect(headers.get('x-cache')).toBe('BYPASS');
        expect(body.cached).toBe(false);
      },
    );
  });

  describe('history', () => {
    it('keeps what was predicted and what failed, and finds it by request id', async () => {
      const requestId = 'history-check-0001';
      const send2 = (bytes: Uint8Array) =>
        predict(server.url, 'colours', { bytes, name: 'h.png' }, {}, { 'x-request-id': requestId });
      const good = await send2(await solid('#ff0101'));
      const bad = await send2((await solid('#ff0102')).subarray(0, 60));
      expect([good.status, bad.status]).toEqual([200, 400]);
      const page = await waitFor(
        async () => {
          const { body } = await send(`${server.url}/v1/predictions?request_id=${requestId}`);
          return body.items?.length === 2 ? body : undefined;
        },
        { timeoutMs: 10_000, what: 'both predictions in the history' },
      );
      expect(page).toMatchObject({
        items: [
          { status: 'failed', error_code: 'UNDECODABLE_IMAGE', result: null },
          {
            status: 'succeeded',
            prediction_id: good.body.prediction_id,
            label: 'red',
            result: good.body.result,
          },
        ],
        next_cursor: null,
      });
    });

    it('finds a prediction by its id as soon as it is answered', async () => {
      const { body } = await predict(server.url, 'colours', { bytes: await solid('#00fe00'), name: 'i.png' });
      const found = await send(`${server.url}/v1/predictions/${body.prediction_id}`);
      expect(found.status).toBe(200);
      expect(found.body).toMatchObject({
        prediction_id: body.prediction_id,
        result: body.result,
        input_sha256: expect.any(String),
      });
    });

    it('walks page by page and filters', async () => {
      const all: string[] = [];
      let cursor: string | null = null;
      do {
        const query: string = `limit=3${cursor ? `&cursor=${cursor}` : ''}&model=colours&status=succeeded`;
        const { body } = await send(`${server.url}/v1/predictions?${query}`);
        all.push(...body.items.map((item: any) => item.prediction_id));
        cursor = body.next_cursor;
      } while (cursor);
      expect(new Set(all).size).toBe(all.length);
      expect(all).toEqual([...all].sort().reverse());
      const { body } = await send(`${server.url}/v1/predictions?label=green&limit=200`);
      expect(body.items.every((item: any) => item.labels.includes('green'))).toBe(true);
      expect(body.items.length).toBeGreaterThan(0);
    });

    it.each([
      ['/v1/predictions?cursor=abc', 400, 'INVALID_CURSOR'],
      ['/v1/predictions?limit=0', 400, 'VALIDATION_FAILED'],
      ['/v1/predictions?colour=red', 400, 'VALIDATION_FAILED'],
      ['/v1/predictions?from=yesterday', 400, 'VALIDATION_FAILED'],
      ['/v1/predictions/unknown', 404, 'PREDICTION_NOT_FOUND'],
      ['/v1/predictions/01931f5e-8a3b-7c4d-9e2f-1a2b3c4d5e6f', 404, 'PREDICTION_NOT_FOUND'],
    ])('GET %s answers %s %s', async (path, status, code) => {
      const answer = await send(server.url + path);
      expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    });
  });

  describe('models', () => {
    it('lists what is served', async () => {
      const { body } = await send(`${server.url}/v1/models`);
      expect(body.skipped).toEqual([]);
      expect(body.models.map((model: any) => [model.name, model.task, model.default_version])).toEqual([
        ['colours', 'image-classification', '1'],
        ['echo', 'tensor', '1'],
        ['hazard-detector', 'object-detection', '2'],
      ]);
    });

    it('explains each value of a manifest by its origin', async () => {
      const { body } = await send(`${server.url}/v1/models/colours`);
      const [version] = body.versions;
      expect(version).toMatchObject({ num_classes: 3, state: 'ready', inputs: [{ datatype: 'float32' }] });
      expect(version.manifest.input.scale).toMatchObject({ value: 0.05, origin: 'declared' });
      expect(version.manifest.input.layout).toMatchObject({ value: 'NCHW', origin: 'derived' });
    });

    it('shows executors, queue, pool and cache', async () => {
      const { body } = await send(`${server.url}/v1/models/colours/status`);
      expect(body.versions[0]).toMatchObject({ state: 'ready', waiting: 0, running: 0, restarts: 0 });
      expect(body.versions[0].executors[0]).toMatchObject({ state: 'idle', pid: expect.any(Number) });
      expect(body.pool).toMatchObject({ max: 50 });
      expect(body.cache).toEqual({ store: 'redis', state: 'up' });
    });
  });

  const samples = join(STARTER, 'samples');
  const { pictures } = JSON.parse(readFileSync(join(samples, 'expected.json'), 'utf8')) as {
    pictures: Samples;
  };

  it.each(Object.entries(pictures))(
    'finds on the starter sample %s what its makers computed',
    async (file, expected) => {
      const { body } = await predict(server.url, 'hazard-detector', {
        bytes: readFileSync(join(samples, file)),
        name: file,
      });
      const found = body.result.detections as Samples[string]['detections'];
      expect(found.map(({ label }) => label)).toEqual(expected.detections.map(({ label }) => label));
      for (const [index, { score, box }] of expected.detections.entries()) {
        expect(found[index]?.score).toBeCloseTo(score, 1);
        for (const side of ['x', 'y', 'width', 'height'] as const) {
          expect(Math.abs((found[index]?.box[side] ?? NaN) - box[side])).toBeLessThan(4);
        }
      }
    },
  );
});
