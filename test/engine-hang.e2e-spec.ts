import { loopsFromOneOn } from './fixtures/behaving-models.js';
import { channelMeanClassifier, identityModel } from './fixtures/onnx-writer.js';
import { idlePid, metric, plain, predictNumber, statusOf, untilStatus } from './support/engine.js';
import { type Answer, predict, send } from './support/http.js';
import {
  acceptanceDir,
  acceptancePath,
  describeWithAcceptance,
  makeModelDir,
  removeModelDir,
} from './support/models.js';
import { isAlive } from './support/processes.js';
import { type RunningServer, startServer } from './support/server.js';

const ONE_PROCESS = 'execution: {executors: 1}\n';
const ENDLESS = 5;

let server: RunningServer;
let modelDir: string;
let picture: Buffer;

beforeAll(async () => {
  picture = await plain(200, 30, 30);
  modelDir = makeModelDir([
    {
      name: 'colours',
      files: { '1/model.onnx': channelMeanClassifier({ batch: 'n', channels: 3, height: 8, width: 8 }) },
    },
    { name: 'loops', files: { 'model.yaml': ONE_PROCESS, '1/model.onnx': loopsFromOneOn() } },
    {
      name: 'impatient',
      files: {
        'model.yaml': 'execution: {executors: 1, deadline_ms: 300}\n',
        '1/model.onnx': identityModel('float32', [1]),
      },
    },
    ...(acceptanceDir
      ? [
          {
            name: 'loop_forever',
            files: {
              'model.yaml': ONE_PROCESS,
              '1/model.onnx': { copyOf: acceptancePath('models/7-hostile/made/loop_forever.onnx') },
            },
          },
        ]
      : []),
  ]);
  server = await startServer({
    modelDir,
    env: {
      DATABASE_MODE: 'off',
      KILL_GRACE_MS: '300',
      INFERENCE_TIMEOUT_SECONDS: '1',
      MAX_REQUEST_QUEUE_SIZE: '5',
    },
  });
  await server.waitUntilReady();
});

afterAll(async () => {
  await server?.stop();
  removeModelDir(modelDir);
});

/** Sends one request after another until `until` settles. @returns their statuses */
async function meanwhile(until: Promise<unknown>, request: () => Promise<Answer>): Promise<number[]> {
  const statuses: number[] = [];
  const over = new AbortController();
  void until.finally(() => over.abort());
  while (!over.signal.aborted) statuses.push((await request()).status);
  return statuses;
}

const colours = () =>
  predict(server.url, 'colours', { bytes: picture, name: 'a.png' }, {}, { 'cache-control': 'no-store' });

/** What a run that never ends does to its own request, and what it must not do to anybody else. */
async function isContained(model: string, endless: () => Promise<Answer>): Promise<void> {
  const before = await idlePid(server.url, model);
  const startedAt = performance.now();
  const hung = endless();
  const [others, lives] = await Promise.all([
    meanwhile(hung, colours),
    meanwhile(hung, () => send(`${server.url}/health/live`)),
  ]);
  const { status, body } = await hung;
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(500);
  expect([status, body.error.code]).toEqual([504, 'INFERENCE_TIMEOUT']);
  expect(others.length).toBeGreaterThan(0);
  expect(new Set(others)).toEqual(new Set([200]));
  expect(new Set(lives)).toEqual(new Set([200]));
  await untilStatus(server.url, model, 'a new process', ({ executors }) =>
    executors.some(({ pid, state }) => pid !== before && state === 'idle'),
  );
  expect(isAlive(before)).toBe(false);
  expect(isAlive(server.pid)).toBe(true);
}

describe('a run that never ends', () => {
  it('costs its own request 504 and its process, and nothing else', async () => {
    await isContained('loops', () =>
      predictNumber(server.url, 'loops', ENDLESS, { 'x-request-timeout-ms': '500' }),
    );
    expect((await predictNumber(server.url, 'loops', 0.5)).body.result.outputs[0].data).toEqual([0.5]);
  });

  it('ends after INFERENCE_TIMEOUT_SECONDS when its request has more time', async () => {
    await idlePid(server.url, 'loops');
    const { status, body } = await predictNumber(server.url, 'loops', ENDLESS);
    expect(status).toBe(504);
    expect(body.error).toMatchObject({ code: 'INFERENCE_TIMEOUT', details: { deadline_ms: 1000 } });
  });

  it('lets who waits behind it pass in vain: 504, and never run', async () => {
    const pid = await idlePid(server.url, 'loops');
    const hung = predictNumber(server.url, 'loops', ENDLESS);
    await untilStatus(server.url, 'loops', 'a run', ({ running }) => running === 1);
    const behind = await Promise.all(
      [1, 2, 3].map(() => predictNumber(server.url, 'loops', 0.5, { 'x-request-timeout-ms': '200' })),
    );
    expect(behind.map(({ status, body }) => `${status} ${body.error.code}`)).toEqual(
      Array(3).fill('504 DEADLINE_EXCEEDED'),
    );
    await hung;
    const fresh = await untilStatus(server.url, 'loops', 'a new process', ({ executors }) =>
      executors.some((executor) => executor.pid !== pid && executor.state === 'idle'),
    );
    expect(fresh.executors[0]!.runs).toBe(0);
    expect(fresh).toMatchObject({ waiting: 0, waiting_bytes: 0, running: 0 });
  });

  it('answers who waits behind it and has the time', async () => {
    await idlePid(server.url, 'loops');
    const hung = predictNumber(server.url, 'loops', ENDLESS, { 'x-request-timeout-ms': '300' });
    await untilStatus(server.url, 'loops', 'a run', ({ running }) => running === 1);
    expect((await predictNumber(server.url, 'loops', 0.25)).status).toBe(200);
    expect((await hung).status).toBe(504);
  });

  it('does not take its model away, however often it comes', async () => {
    for (let i = 0; i < 6; i += 1) {
      await idlePid(server.url, 'loops');
      const { status } = await predictNumber(server.url, 'loops', ENDLESS, { 'x-request-timeout-ms': '50' });
      expect(status).toBe(504);
    }
    expect((await predictNumber(server.url, 'loops', 0.5)).status).toBe(200);
    expect((await statusOf(server.url, 'loops')).state).toBe('ready');
    expect(
      await metric(server.url, 'sibyl_executor_restarts_total', { model: 'loops', reason: 'deadline' }),
    ).toBeGreaterThanOrEqual(6);
    expect(
      await metric(server.url, 'sibyl_executor_restarts_total', { model: 'loops', reason: 'crash' }),
    ).toBe(0);
  });
});

describeWithAcceptance('loop_forever.onnx', () => {
  it('costs its own request 504 and its process, and nothing else', () =>
    isContained('loop_forever', () =>
      predictNumber(server.url, 'loop_forever', 1, { 'x-request-timeout-ms': '500' }),
    ));
});

describe('the deadline of a request', () => {
  it.each(['0', '-1', '1.5', 'soon', '1e3', '99999999999'])(
    'x-request-timeout-ms: %s is refused and told what would be right',
    async (value) => {
      const { status, body } = await predictNumber(server.url, 'impatient', 1, {
        'x-request-timeout-ms': value,
      });
      expect(status).toBe(400);
      expect(body.error).toMatchObject({
        code: 'VALIDATION_FAILED',
        message: expect.stringContaining('x-request-timeout-ms: must be a whole number of milliseconds'),
      });
    },
  );

  it.each([
    ["the model's", {}, 300],
    ["the client's, when shorter", { 'x-request-timeout-ms': '100' }, 100],
    ["the model's, when the client's is longer", { 'x-request-timeout-ms': '5000' }, 300],
  ])('is %s', async (_, headers, deadlineMs) => {
    const pid = await idlePid(server.url, 'impatient');
    process.kill(pid, 'SIGSTOP');
    const { status, body } = await predictNumber(
      server.url,
      'impatient',
      1,
      headers as Record<string, string>,
    );
    expect(status).toBe(504);
    expect(body.error).toMatchObject({ code: 'INFERENCE_TIMEOUT' });
    // What was left of it once the body was read.
    expect(body.error.details.deadline_ms).toBeLessThanOrEqual(deadlineMs);
    expect(body.error.details.deadline_ms).toBeGreaterThan(deadlineMs - 100);
    await untilStatus(server.url, 'impatient', 'a new process', ({ executors }) =>
      executors.some((executor) => executor.pid !== pid && executor.state === 'idle'),
    );
  });
});
