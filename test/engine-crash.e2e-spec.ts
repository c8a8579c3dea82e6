import { heavyClassifier, loopsFromOneOn } from './fixtures/behaving-models.js';
import { identityModel } from './fixtures/onnx-writer.js';
import { idlePid, metric, pidsOf, plain, predictNumber, statusOf, untilStatus } from './support/engine.js';
import { predict, send, waitFor } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { descendantsOf, isAlive, waitUntilGone } from './support/processes.js';
import { type RunningServer, startServer } from './support/server.js';

const ONE_PROCESS = 'execution: {executors: 1}\n';
const echo = identityModel('float32', [1]);

let modelDir: string;
let server: RunningServer;

beforeAll(() => {
  modelDir = makeModelDir([
    { name: 'echo', files: { 'model.yaml': ONE_PROCESS, '1/model.onnx': echo } },
    { name: 'loops', files: { 'model.yaml': ONE_PROCESS, '1/model.onnx': loopsFromOneOn() } },
    {
      name: 'small-limit',
      files: {
        'model.yaml': 'execution: {executors: 1, memory_limit_mb: 128}\n',
        '1/model.onnx': heavyClassifier(64),
      },
    },
  ]);
});

afterAll(() => removeModelDir(modelDir));

describe('an executor that crashes', () => {
  beforeAll(async () => {
    server = await startServer({ modelDir, env: { DATABASE_MODE: 'off' } });
    await server.waitUntilReady();
  });

  afterAll(() => server?.stop());

  it('costs its request nothing but time', async () => {
    const pid = await idlePid(server.url, 'echo');
    process.kill(pid, 'SIGSTOP');
    const answer = predictNumber(server.url, 'echo', 0.75);
    await untilStatus(server.url, 'echo', 'a run', ({ running }) => running === 1);
    process.kill(pid, 'SIGKILL');
    const { status, body } = await answer;
    expect(status).toBe(200);
    expect(body.result.outputs[0].data).toEqual([0.75]);
    expect(await pidsOf(server.url, 'echo')).not.toContain(pid);
    expect((await statusOf(server.url, 'echo')).restarts).toBe(1);
    expect(
      await metric(server.url, 'sibyl_executor_restarts_total', { model: 'echo', reason: 'crash' }),
    ).toBe(1);
  });

  it('six times in a minute makes its version fail with the reason, until a process stays up', async () => {
    const killed = new Set<number>();
    const failed = await untilStatus(server.url, 'echo', 'the state failed', ({ state, executors }) => {
      for (const { pid, state: activity } of executors) {
        if (activity === 'starting' || killed.has(pid)) continue;
        killed.add(pid);
        process.kill(pid, 'SIGKILL');
      }
      return state === 'failed';
    });
    expect(failed.reason).toBe('its process keeps ending: its process was ended by SIGKILL');
    const { status, body, headers } = await predictNumber(server.url, 'echo', 1);
    expect(status).toBe(503);
    expect(body.error).toMatchObject({
      code: 'MODEL_NOT_READY',
      message: `model 'echo' version 1 is failed: ${failed.reason}`,
    });
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect((await predictNumber(server.url, 'loops', 0.5)).status).toBe(200);
    await untilStatus(server.url, 'echo', 'the state ready', ({ state }) => state === 'ready', 20_000);
    expect((await predictNumber(server.url, 'echo', 1)).status).toBe(200);
  });

  it('has a limit of memory that its model must fit into', async () => {
    const { state, reason, executors } = await statusOf(server.url, 'small-limit');
    expect({ state, executors }).toEqual({ state: 'failed', executors: [] });
    // Seen by the server once it is loaded, or by the process's own watchdog before that.
    expect(reason).toMatch(/^it(s process used| needs) \d+ MB.*\b(128|192) MB/);
    const file = { bytes: await plain(1, 2, 3), name: 'a.png' };
    const { status, body } = await predict(server.url, 'small-limit', file);
    expect([status, body.error.code]).toEqual([503, 'MODEL_NOT_READY']);
    expect(body.error.message).toContain(reason);
  });
});

describe('an executor that has served its time', () => {
  beforeAll(async () => {
    server = await startServer({ modelDir, env: { DATABASE_MODE: 'off', MODEL_MAX_RUNS: '5' } });
    await server.waitUntilReady();
  });

  afterAll(() => server?.stop());

  it('is replaced after MODEL_MAX_RUNS by one that is started first, and no request fails', async () => {
    const seen = new Set<number>();
    for (let i = 0; i < 30; i += 1) {
      for (const pid of await pidsOf(server.url, 'echo')) seen.add(pid);
      const { status, body } = await predictNumber(server.url, 'echo', i);
      expect([status, body.result?.outputs[0].data]).toEqual([200, [i]]);
      const { executors } = await statusOf(server.url, 'echo');
      // Start-first: there is always one that can take the next request.
      expect(executors.some(({ state }) => state === 'idle' || state === 'busy')).toBe(true);
      if (executors[0]!.runs >= 5)
        await untilStatus(server.url, 'echo', 'a successor', (row) =>
          row.executors.every(({ runs, state }) => runs < 5 && state === 'idle'),
        );
    }
    expect(seen.size).toBeGreaterThanOrEqual(5);
    await waitFor(() => [...seen].filter(isAlive).length <= 1, { what: 'the end of the replaced processes' });
    expect((await statusOf(server.url, 'echo')).restarts).toBe(0);
    const label = { model: 'echo', reason: 'runs' };
    expect(await metric(server.url, 'sibyl_executor_restarts_total', label)).toBeGreaterThanOrEqual(4);
  });
});

describe('kill -9 of the server', () => {
  it('leaves no process: none that is idle, none inside a run, no embedded database', async () => {
    const doomed = await startServer({ modelDir });
    const running = new AbortController();
    try {
      await doomed.waitUntilReady();
      await waitFor(async () => (await send(`${doomed.url}/v1/predictions`)).status === 200, {
        what: 'the embedded database',
        timeoutMs: 30_000,
      });
      predictNumber(doomed.url, 'loops', 5, {}, { signal: running.signal }).catch(() => undefined);
      await untilStatus(doomed.url, 'loops', 'a run', (status) => status.running === 1);
      const pids = descendantsOf(doomed.pid);
      const executors = [...(await pidsOf(doomed.url, 'echo')), ...(await pidsOf(doomed.url, 'loops'))];
      expect(pids).toEqual(expect.arrayContaining(executors));
      // The database is a child too.
      expect(pids.length).toBeGreaterThan(executors.length);
      await doomed.kill();
      await waitUntilGone(pids);
    } finally {
      running.abort();
      await doomed.kill();
    }
  });
});
