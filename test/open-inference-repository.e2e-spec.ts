import { send } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { identityEntry, infer, oneTensor } from './support/open-inference.js';
import { type RunningServer, startServer } from './support/server.js';

const LATER = 'execution: {preload: false}';

describe('/v2/repository', () => {
  let server: RunningServer;
  let modelDir: string;
  const post = (path: string, body?: string) =>
    send(`${server.url}/v2/repository/${path}`, { method: 'POST', ...(body === undefined ? {} : { body }) });
  const isReady = async (model = 'echo') =>
    (await send(`${server.url}/v2/models/${model}/ready`)).status === 200;

  beforeAll(async () => {
    modelDir = makeModelDir([
      identityEntry('echo', 'float32'),
      { name: 'broken', files: { '1/model.onnx': 'no model' } },
      { name: 'later', files: { ...identityEntry('later', 'float32').files, 'model.yaml': LATER } },
    ]);
    server = await startServer({ modelDir, env: { DATABASE_MODE: 'off' } });
    await server.waitUntilReady(60_000);
  });

  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  it.each([
    ['nothing', undefined],
    ['an empty object', '{}'],
    ['what it does not know', '{"verbose": true}'],
    ['null', '{"ready": null}'],
  ])('index takes %s', async (_, body) => {
    const answer = await post('index', body);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual([
      { name: 'broken', state: 'UNAVAILABLE', reason: expect.any(String) },
      { name: 'echo', version: '1', state: 'READY', reason: '' },
      { name: 'later', version: '1', state: 'READY', reason: 'loaded by its first request' },
    ]);
    expect(JSON.stringify(answer.body)).not.toContain(modelDir);
  });

  it('index may be of ready models only', async () => {
    const { body } = await post('index', '{"ready": true}');
    expect(body.map(({ name }: { name: string }) => name)).toEqual(['echo', 'later']);
  });

  it.each([
    ['{', 'MALFORMED_BODY'],
    ['[]', 'MALFORMED_BODY'],
    ['{"ready": 1}', 'VALIDATION_FAILED'],
  ])('index refuses %s', async (body, code) => {
    const answer = await post('index', body);
    expect([answer.status, answer.body.code]).toEqual([400, code]);
  });

  it('a model that its first request loads is ready for it, until an operator unloads it', async () => {
    expect(await isReady('later')).toBe(true);
    const { body } = await send(`${server.url}/v2/models/later`);
    expect(body.versions).toEqual(['1']);
    expect((await infer(server.url, 'later', oneTensor('FP32', '[1,2,3,4]'))).status).toBe(200);
    expect(await isReady('later')).toBe(true);
    await post('models/later/unload');
    expect(await isReady('later')).toBe(false);
    expect((await infer(server.url, 'later', oneTensor('FP32', '[1,2,3,4]'))).status).toBe(503);
  });

  it('unloads, stays unloaded, and loads again, without a body in the answer', async () => {
    const unloaded = await post('models/echo/unload', '{"parameters": {"unload_dependents": true}}');
    expect([unloaded.status, unloaded.bytes.length]).toEqual([200, 0]);
    expect((await infer(server.url, 'echo', oneTensor('FP32', '[1,2,3,4]'))).status).toBe(503);
    const { body } = await post('index');
    expect(body[1]).toMatchObject({ state: 'UNAVAILABLE', reason: 'unloaded' });
    expect(await isReady()).toBe(false);
    const loaded = await post('models/echo/load', '{}');
    expect([loaded.status, loaded.bytes.length]).toEqual([200, 0]);
    expect(await isReady()).toBe(true);
  });

  it('loads a ready model anew while it is asked, and no request notices', async () => {
    const over = new AbortController();
    const statuses: number[] = [];
    const asking = (async () => {
      while (!over.signal.aborted)
        statuses.push((await infer(server.url, 'echo', oneTensor('FP32', '[1,2,3,4]'))).status);
    })();
    for (let round = 0; round < 3; round += 1) expect((await post('models/echo/load')).status).toBe(200);
    over.abort();
    await asking;
    expect(statuses.length).toBeGreaterThan(0);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  it('finishes what it has accepted and refuses the rest while it unloads', async () => {
    const requests = Array.from({ length: 20 }, () =>
      infer(server.url, 'echo', oneTensor('FP32', '[1,2,3,4]')),
    );
    const [first] = await Promise.all(requests.slice(0, 1));
    expect(first?.status).toBe(200);
    const unloading = post('models/echo/unload');
    const statuses = (await Promise.all(requests)).map(({ status }) => status);
    expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect((await unloading).status).toBe(200);
    expect((await post('models/echo/load')).status).toBe(200);
  });

  it.each([
    ['models/nobody/load', undefined, 404, 'MODEL_NOT_FOUND'],
    ['models/nobody/unload', undefined, 404, 'MODEL_NOT_FOUND'],
    ['models/echo/load', '{"parameters": "x"}', 400, 'VALIDATION_FAILED'],
    ['models/echo/load', '{"parameters": {"config": "{}"}}', 501, 'NOT_SUPPORTED'],
    ['models/echo/load', '{"parameters": {"file:1/model.onnx": "AA=="}}', 501, 'NOT_SUPPORTED'],
  ])('%s with %s is %s', async (path, body, status, code) => {
    const answer = await post(path, body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('says why a model cannot be loaded, without a path', async () => {
    const { status, body } = await post('models/broken/load');
    expect([status, body.code]).toEqual([422, 'MODEL_LOAD_FAILED']);
    expect(body.error).not.toContain(modelDir);
  });

  it('lets nobody load or unload from elsewhere', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.7' };
    for (const action of ['load', 'unload']) {
      const url = `${server.url}/v2/repository/models/echo/${action}`;
      const { status, body } = await send(url, { method: 'POST', headers });
      expect([status, body.code]).toEqual([403, 'FORBIDDEN']);
    }
  });
});
