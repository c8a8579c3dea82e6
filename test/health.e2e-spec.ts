import { channelMeanClassifier, onnxModel } from './fixtures/onnx-writer.js';
import { freezeWhileLoading, idlePid } from './support/engine.js';
import { type Answer, send, waitFor } from './support/http.js';
import { makeModelDir, type ModelEntry, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';
import { startRedis } from './support/services/redis.mjs';

const GOOD = channelMeanClassifier({ batch: 'n', channels: 3, height: 8, width: 8 });
/** Read without a fault, and refused by onnxruntime. */
const UNLOADABLE = onnxModel({
  inputs: [{ name: 'x', type: 'float32', dims: [1] }],
  outputs: [{ name: 'y', type: 'float32', dims: [1] }],
  nodes: [{ op: 'NoSuchOperator', inputs: ['x'], outputs: ['y'] }],
});
/** Refused before any process is started for it. */
const DAMAGED = GOOD.subarray(0, 60);

const model = (name: string, bytes: Uint8Array, execution: string): ModelEntry => ({
  name,
  files: { 'model.yaml': `execution: {executors: 1, ${execution}}\n`, '1/model.onnx': bytes },
});

let server: RunningServer;
let modelDir: string;

const ask = (path: string): Promise<Answer> => send(`${server.url}${path}`);
const statuses = async (...paths: string[]) =>
  Promise.all(paths.map(async (path) => (await ask(path)).status));
const detailOf = async (name: string) => (await ask('/health/ready')).body.details[name];
const untilReadyIs = (status: number, what: string) =>
  waitFor(async () => (await ask('/health/ready')).status === status, { what, timeoutMs: 15_000 });

describe('health while all goes well, and while it does not', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;

  beforeAll(async () => {
    redis = await startRedis();
    modelDir = makeModelDir([model('main', GOOD, 'required: true'), model('side', GOOD, 'required: false')]);
    // Nothing listens on port 9: a database that is gone.
    const env = { REDIS_URL: redis.url, DATABASE_URL: 'postgres://sibyl@127.0.0.1:9/sibyl' };
    server = await startServer({ modelDir, env });
    await server.waitUntilReady();
    await waitFor(async () => (await ask('/health/startup')).status === 200, { what: 'the start' });
    // What a check has found is told for a second.
    await waitFor(async () => (await detailOf('models')).status === 'up', { what: 'both models' });
  });

  afterAll(async () => {
    await server?.stop();
    await redis?.stop();
    removeModelDir(modelDir);
  });

  it('is ready without its database, and says so', async () => {
    const { status, body } = await ask('/health/ready');
    expect(status).toBe(200);
    expect(body.details.database.status).toBe('degraded');
    expect(body.details.models.status).toBe('up');
    expect(await statuses('/health', '/health/live', '/health/startup', '/ready')).toEqual(
      Array(4).fill(200),
    );
  });

  it('is ready without Redis, and says so until it is back', async () => {
    await waitFor(async () => (await detailOf('cache')).status === 'up', { what: 'Redis' });
    await redis.kill();
    await waitFor(async () => (await detailOf('cache')).status === 'degraded', {
      what: 'its loss to be seen',
    });
    expect((await ask('/health/ready')).status).toBe(200);
    expect(await detailOf('cache')).toMatchObject({ message: expect.stringContaining('Redis') });
    await redis.restart();
    await waitFor(async () => (await detailOf('cache')).status === 'up', { what: 'Redis again' });
  });

  it('is not ready while the process of a required model does not answer', async () => {
    const pid = await idlePid(server.url, 'main');
    process.kill(pid, 'SIGSTOP');
    await untilReadyIs(503, 'the heartbeat to be missed');
    expect((await detailOf('models')).versions).toMatchObject({
      'main@1': 'not answering',
      'side@1': 'ready',
    });
    expect(await statuses('/health/live', '/health', '/health/startup')).toEqual([200, 200, 200]);
    process.kill(pid, 'SIGCONT');
    await untilReadyIs(200, 'the heartbeat');
  });

  it('is ready while the process of another model does not answer', async () => {
    const pid = await idlePid(server.url, 'side');
    process.kill(pid, 'SIGSTOP');
    await waitFor(async () => (await detailOf('models')).versions['side@1'] === 'not answering', {
      what: 'the heartbeat to be missed',
    });
    const { status, body } = await ask('/health/ready');
    expect([status, body.details.models.status]).toEqual([200, 'degraded']);
    process.kill(pid, 'SIGCONT');
    await waitFor(async () => (await detailOf('models')).status === 'up', { what: 'the heartbeat' });
  });

  it('runs each model on a stored input for /health/deep, at most once in ten seconds', async () => {
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => ask('/health/deep')));
    answers.push(await ask('/health/deep'));
    const canaries = answers.map(({ body }) => body.details.canary);
    expect(canaries[0]).toEqual({
      status: 'up',
      versions: {
        'main@1': expect.stringMatching(/^right in \d+ ms$/),
        'side@1': expect.stringMatching(/^right in \d+ ms$/),
      },
    });
    for (const canary of canaries) expect(canary).toEqual(canaries[0]);
    // A second run would tell that the process does not answer.
    const pid = await idlePid(server.url, 'main');
    process.kill(pid, 'SIGSTOP');
    expect((await ask('/health/deep')).body.details.canary).toEqual(canaries[0]);
    process.kill(pid, 'SIGCONT');
  });
});

describe('health while models are loading', () => {
  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  it('is live at once, ready with the required models, and started when each has been tried', async () => {
    modelDir = makeModelDir([model('main', GOOD, 'required: true'), model('side', GOOD, 'required: false')]);
    server = await startServer({ modelDir, env: { DATABASE_MODE: 'off' } });
    const [main, side] = await Promise.all([
      freezeWhileLoading(server.url, 'main'),
      freezeWhileLoading(server.url, 'side'),
    ]);
    const paths = ['/health/live', '/health', '/health/startup', '/health/ready', '/ready'];
    expect(await statuses(...paths)).toEqual([200, 200, 503, 503, 503]);
    process.kill(main, 'SIGCONT');
    await untilReadyIs(200, 'the required model');
    expect(await statuses(...paths)).toEqual([200, 200, 503, 200, 200]);
    expect((await ask('/health/ready')).body.details.models).toMatchObject({
      status: 'degraded',
      versions: { 'main@1': 'ready', 'side@1': 'loading' },
    });
    process.kill(side, 'SIGCONT');
    await waitFor(async () => (await ask('/health/startup')).status === 200, { what: 'the start' });
    expect(await statuses(...paths)).toEqual(Array(5).fill(200));
  });
});

describe('a request before the model folder has been read', () => {
  afterAll(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  it('is told to come again, and never that its model is unknown', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `model-${index}`);
    modelDir = makeModelDir(names.map((name) => model(name, GOOD, 'preload: false')));
    server = await startServer({ modelDir, env: { DATABASE_MODE: 'off' } });
    const seen: [number, string | undefined][] = [];
    await waitFor(
      async () => {
        // Asked before any body is read.
        const { status, body } = await send(`${server.url}/v1/models/model-11/predict`, { method: 'POST' });
        seen.push([status, body.error.code]);
        return status !== 503;
      },
      { what: 'the model', intervalMs: 1 },
    );
    const early = seen.slice(0, -1);
    expect(early).toEqual(early.map(() => [503, 'MODEL_NOT_READY']));
    expect(seen.at(-1)?.[0]).toBe(400);
  });
});

describe('health when a model has failed', () => {
  afterEach(async () => {
    await server?.stop();
    removeModelDir(modelDir);
  });

  it.each([
    ['all', 'required: true', UNLOADABLE, true, 503],
    ['all', 'required: true', DAMAGED, true, 503],
    ['all', 'required: false', UNLOADABLE, true, 200],
    ['any', 'required: true', UNLOADABLE, true, 200],
    ['any', 'required: false', UNLOADABLE, false, 503],
    ['none', 'required: true', UNLOADABLE, false, 200],
  ])(
    'READINESS_STRICT=%s, %s: %# answers as the table says',
    async (strict, execution, bytes, hasOther, status) => {
      const others = hasOther ? [model('other', GOOD, 'required: false')] : [];
      modelDir = makeModelDir([model('bad', bytes, execution), ...others]);
      server = await startServer({ modelDir, env: { DATABASE_MODE: 'off', READINESS_STRICT: strict } });
      await waitFor(async () => (await ask('/health/startup')).status === 200, { what: 'the start' });
      await untilReadyIs(status, `readiness ${status}`);
      const { body } = await ask('/health/ready');
      const states = Object.entries<string>(body.details.models.versions);
      expect(states.find(([name]) => name.startsWith('bad'))?.[1]).toMatch(/^failed: /);
      expect(await statuses('/health/live', '/health/deep')).toEqual([
        200,
        status === 200 && bytes === DAMAGED ? 200 : 503,
      ]);
    },
  );
});
