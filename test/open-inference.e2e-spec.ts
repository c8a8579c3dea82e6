import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';

import { channelMeanClassifier } from './fixtures/onnx-writer.js';
import { send, waitFor } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { identityEntry, infer, twoByTwo } from './support/open-inference.js';
import { type RunningServer, startServer } from './support/server.js';

/** Rows of three ones for the model `echo`. */
const ones = (rows: number): object => ({
  inputs: [
    { name: 'x', shape: [rows, 3], datatype: 'FP32', data: Array.from({ length: rows * 3 }, () => 1) },
  ],
});

/** What the protocol says of the server and its models, and how it refuses. */
describe('/v2', () => {
  let server: RunningServer;
  let modelDir: string;
  const get = <T = any>(path: string) => send<T>(`${server.url}${path}`);

  beforeAll(async () => {
    const classifier = channelMeanClassifier({ batch: 'n', channels: 3, height: 8, width: 8 });
    modelDir = makeModelDir([
      identityEntry('echo', 'float32', ['n', 3]),
      {
        name: 'two',
        files: {
          '1/model.onnx': twoByTwo(),
          '2/model.onnx': twoByTwo(),
          'model.yaml': 'versions: {policy: all, aliases: {stable: 1}}',
        },
      },
      { name: 'colours', files: { '1/model.onnx': classifier, 'model.yaml': 'labels: [red, green, blue]' } },
      { name: 'broken', files: { '1/model.onnx': 'no model' } },
      { name: 'stats', files: { '1/model.onnx': twoByTwo() } },
    ]);
    server = await startServer({ modelDir, env: { DATABASE_MODE: 'off', READINESS_STRICT: 'any' } });
    await waitFor(async () => (await get('/health/startup')).status === 200, {
      timeoutMs: 60_000,
      what: 'the load of every model',
    });
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  describe('GET /v2', () => {
    it('tells the version of package.json and the extensions that there are', async () => {
      const { version } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8'));
      const { status, body } = await get('/v2');
      expect(status).toBe(200);
      expect(body).toEqual({
        name: 'sibyl',
        version,
        extensions: [
          'binary_tensor_data',
          'classification',
          'parameters',
          'model_repository',
          'model_configuration',
          'statistics',
          'schedule_policy',
        ],
      });
    });
  });

  it.each([
    ['/v2/health/live', { live: true }],
    ['/v2/health/ready', { ready: true }],
    ['/v2/models/echo/ready', { name: 'echo', ready: true }],
    ['/v2/models/two/versions/2/ready', { name: 'two', ready: true }],
    ['/v2/models/two/versions/stable/ready', { name: 'two', ready: true }],
  ])('GET %s answers 200', async (path, expected) => {
    const { status, headers, body } = await get(path);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json');
    expect(body).toEqual(expected);
  });

  it('GET /v2/models lists the names, those of models that cannot be served too', async () => {
    const { body } = await get('/v2/models');
    expect(body).toEqual({ models: ['broken', 'colours', 'echo', 'stats', 'two'] });
  });

  describe('metadata', () => {
    const inputs = [
      { name: 'a', datatype: 'FP32', shape: [-1] },
      { name: 'b', datatype: 'FP32', shape: [-1] },
    ];
    const outputs = [
      { name: 'sum', datatype: 'FP32', shape: [-1] },
      { name: 'same', datatype: 'FP32', shape: [-1] },
    ];

    it.each([
      ['/v2/models/two', 'two', ['1', '2']],
      ['/v2/models/two/versions/1', 'two', ['1']],
      ['/v2/models/two/versions/stable', 'two', ['1']],
    ])('%s', async (path, name, versions) => {
      const { status, body } = await get(path);
      expect(status).toBe(200);
      expect(body).toEqual({ name, versions, platform: 'onnxruntime_onnx', inputs, outputs });
    });
  });

  it('GET config has the batch dimension apart', async () => {
    const { body } = await get('/v2/models/echo/config');
    expect(body).toMatchObject({
      name: 'echo',
      max_batch_size: 1024,
      input: [{ name: 'x', data_type: 'TYPE_FP32', dims: [3], optional: false, is_shape_tensor: false }],
      output: [{ name: 'y', data_type: 'TYPE_FP32', dims: [3] }],
      dynamic_batching: { priority_levels: 3, default_priority_level: 2 },
      model_transaction_policy: { decoupled: false },
      response_cache: { enable: false },
    });
    expect((await get('/v2/models/echo/versions/1/config')).body).toEqual(body);
    // The rows of `two` are numbers: without their dimension a load tool would have no shape to send.
    expect((await get('/v2/models/two/config')).body).toMatchObject({
      max_batch_size: 0,
      input: [{ dims: [-1] }, {}],
    });
  });

  it('an infer answer names the version that answered, as text', async () => {
    const inputs = ['a', 'b'].map((name) => ({ name, shape: [1], datatype: 'FP32', data: [1] }));
    const versions = await Promise.all(
      [undefined, '1', '2', 'stable'].map((version) =>
        infer(server.url, 'two', { inputs }, version === undefined ? {} : { version }),
      ),
    );
    expect(versions.map(({ status, body }) => [status, body.model_version])).toEqual([
      [200, '2'],
      [200, '1'],
      [200, '2'],
      [200, '1'],
    ]);
  });

  describe('statistics', () => {
    it('count requests, items and runs', async () => {
      const before = (await get('/v2/models/echo/stats')).body.model_stats[0];
      await infer(server.url, 'echo', ones(1));
      await infer(server.url, 'echo', ones(4));
      const path = '/v2/models/echo/versions/1/stats';
      const [after] = (await get(path)).body.model_stats;
      const { success, compute_infer } = after.inference_stats;
      expect(after.inference_count - before.inference_count).toBe(5);
      expect(after.execution_count - before.execution_count).toBe(2);
      expect(success.count - before.inference_stats.success.count).toBe(2);
      expect(compute_infer.count - before.inference_stats.compute_infer.count).toBe(2);
      expect(compute_infer.ns).toBeGreaterThan(before.inference_stats.compute_infer.ns);
      expect(after.batch_stats).toEqual(expect.arrayContaining([expect.objectContaining({ batch_size: 4 })]));
      expect(Math.abs(after.last_inference - Date.now())).toBeLessThan(60_000);
    });

    it('are there for every version of every model', async () => {
      const { body: all } = await get('/v2/models/stats');
      expect(all.model_stats.map(({ name, version }: any) => `${name}@${version}`)).toEqual([
        'colours@1',
        'echo@1',
        'two@1',
        'two@2',
      ]);
    });
  });

  it('a model whose name a route needs is not served, and says why', async () => {
    const { body } = await send(`${server.url}/v2/repository/index`, { method: 'POST' });
    const [item] = body.filter(({ name }: any) => name === 'stats');
    expect(item).toMatchObject({
      state: 'UNAVAILABLE',
      reason: expect.stringContaining('GET /v2/models/stats'),
    });
  });

  describe('refusals', () => {
    const paths = ['', '/ready', '/config', '/stats'];

    it.each([
      ...paths.map((path) => [`GET`, `/v2/models/nobody${path}`, 'MODEL_NOT_FOUND']),
      ...paths.map((path) => ['GET', `/v2/models/nobody/versions/1${path}`, 'MODEL_NOT_FOUND']),
      ...paths.map((path) => ['GET', `/v2/models/echo/versions/9${path}`, 'VERSION_NOT_FOUND']),
      ['POST', '/v2/models/nobody/infer', 'MODEL_NOT_FOUND'],
      ['POST', '/v2/models/echo/versions/9/infer', 'VERSION_NOT_FOUND'],
      ['GET', '/v2/nothing', 'NOT_FOUND'],
      ['POST', '/v2/systemsharedmemory/status', 'NOT_FOUND'],
      ['GET', '/v2/models/echo/trace/setting', 'NOT_FOUND'],
      ['GET', '/v2/%zz', 'MALFORMED_REQUEST'],
    ])('%s %s is %s', async (method, path, code) => {
      const { status, headers, body } = await send(`${server.url}${path}`, { method });
      expect(status).toBe(code === 'MALFORMED_REQUEST' ? 400 : 404);
      expect(headers.get('content-type')).toBe('application/json');
      expect(body).toEqual({ error: expect.any(String), code, request_id: headers.get('x-request-id') });
    });

    it.each([
      ['GET', '/v2/models/echo/infer', 'POST'],
      ['PUT', '/v2/models/echo/versions/1/infer', 'POST'],
      ['POST', '/v2/models/echo', 'GET'],
      ['DELETE', '/v2/models/echo/ready', 'GET'],
      ['GET', '/v2/repository/index', 'POST'],
      ['GET', '/v2/repository/models/echo/load', 'POST'],
      ['POST', '/v2/health/live', 'GET'],
      ['POST', '/v2', 'GET'],
      ['OPTIONS', '/v2', 'GET'],
    ])('%s %s is 405 and says what would do', async (method, path, allow) => {
      const { status, headers, body } = await send(`${server.url}${path}`, { method });
      expect(status).toBe(405);
      expect(headers.get('allow')).toBe(allow);
      expect(body).toMatchObject({
        code: 'METHOD_NOT_ALLOWED',
        error: expect.stringContaining(`use ${allow}`),
      });
    });

    it('say that a model that cannot be served is not ready, without a path', async () => {
      for (const path of ['/v2/models/broken/ready', '/v2/models/broken']) {
        const { status, headers, body } = await get(path);
        expect(status).toBe(503);
        expect(headers.get('retry-after')).toMatch(/^\d+$/);
        expect(body.code).toBe('MODEL_NOT_READY');
        expect(JSON.stringify(body)).not.toContain(modelDir);
      }
      expect((await infer(server.url, 'broken', {})).status).toBe(503);
    });

    it('come in the words of the protocol whatever the client accepts', async () => {
      const { headers, body } = await send(`${server.url}/v2/models/nobody`, {
        headers: { accept: 'application/problem+json', 'accept-encoding': 'gzip, deflate' },
      });
      expect(headers.get('content-type')).toBe('application/json');
      expect(headers.get('content-encoding')).toBeNull();
      expect(body.error).toContain("no model named 'nobody'");
    });

    it('come before the body has been sent', async () => {
      const answered = await new Promise<{ status: number; sent: boolean }>((resolve, reject) => {
        let sent = false;
        const url = `${server.url}/v2/models/nobody/infer`;
        const upload = request(url, { method: 'POST', headers: { 'content-length': 10_000_000 } });
        upload.on('response', (response) => {
          resolve({ status: response.statusCode ?? 0, sent });
          upload.destroy();
        });
        upload.on('error', reject);
        upload.on('finish', () => (sent = true));
        upload.flushHeaders();
      });
      expect(answered).toEqual({ status: 404, sent: false });
    });
  });

  it('keeps answers as they are outside of infer, whatever coding the client names', async () => {
    const { headers } = await send(`${server.url}/v2/models/stats`, {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(headers.get('content-encoding')).toBeNull();
  });

  it('keeps its body parser to itself', async () => {
    const { status, body } = await send(`${server.url}/v1/models/echo/predict`, {
      method: 'POST',
      body: 'x',
      headers: { 'content-type': 'application/x-open-inference' },
    });
    expect(status).toBe(415);
    expect(body.error.code).toBe('UNSUPPORTED_MEDIA_TYPE');
  });
});
