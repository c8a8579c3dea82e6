import { readdirSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { loopsFromOneOn } from './fixtures/behaving-models.js';
import { channelMeanClassifier } from './fixtures/onnx-writer.js';
import { freezeWhileLoading, idlePid, pidsOf, plain, predictNumber, untilStatus } from './support/engine.js';
import { predict, send, waitFor } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { descendantsOf, waitUntilGone } from './support/processes.js';
import { type RunningServer, startServer } from './support/server.js';
import { GuardedProcess } from './support/services/guarded-process.mjs';
import { createDatabase, query } from './support/services/postgres.mjs';

const ONE_PROCESS = 'execution: {executors: 1}\n';

let modelDir: string;
let server: RunningServer;

beforeAll(() => {
  modelDir = makeModelDir([
    {
      name: 'colours',
      files: {
        'model.yaml': ONE_PROCESS,
        '1/model.onnx': channelMeanClassifier({ batch: 'n', channels: 3, height: 8, width: 8 }),
      },
    },
    { name: 'loops', files: { 'model.yaml': ONE_PROCESS, '1/model.onnx': loopsFromOneOn() } },
  ]);
});

afterEach(() => server?.kill());
afterAll(() => removeModelDir(modelDir));

async function start(env: Record<string, string>): Promise<number[]> {
  server = await startServer({ modelDir, env });
  await server.waitUntilReady();
  return descendantsOf(server.pid);
}

/** One GET over the agent's kept-alive connection. */
function get(path: string, agent: Agent): Promise<{ status?: number; connection?: string; text: string }> {
  return new Promise((resolve, reject) => {
    const call = request(`${server.url}${path}`, { agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode, connection: response.headers.connection, text }),
      );
    });
    call.on('error', reject).end();
  });
}

describe('SIGTERM', () => {
  it('lets every accepted request be answered and recorded, then ends with 0 and leaves no process', async () => {
    const database = await createDatabase(process.env.DATABASE_URL!);
    try {
      const processes = await start({ DATABASE_URL: database.url, DRAIN_DELAY_MS: '300' });
      const stopped = await idlePid(server.url, 'colours');
      const pictures = await Promise.all(Array.from({ length: 40 }, (_, i) => plain(6 * i, 9, 9)));
      // All of them are inside when the signal comes: their process has been stopped.
      process.kill(stopped, 'SIGSTOP');
      const answers = pictures.map((bytes) => predict(server.url, 'colours', { bytes, name: 'a.png' }));
      await untilStatus(server.url, 'colours', 'all requests', (row) => row.running + row.waiting === 40);
      process.kill(server.pid, 'SIGTERM');
      await waitFor(() => server.logs().some(({ msg }) => msg === 'stopping'), { what: 'the stop' });
      process.kill(stopped, 'SIGCONT');
      const all = await Promise.all(answers);
      expect(all.map(({ status }) => status)).toEqual(Array(40).fill(200));
      expect(new Set(all.map(({ headers }) => headers.get('connection')))).toEqual(new Set(['close']));
      expect(await server.exited).toEqual({ code: 0, signal: null });
      const { rows } = await query(database.url, "SELECT id FROM predictions WHERE status = 'succeeded'");
      expect(rows.map(({ id }: { id: string }) => id).toSorted()).toEqual(
        all.map(({ body }) => body.prediction_id).toSorted(),
      );
      await waitUntilGone(processes);
    } finally {
      await server.kill();
      await database.drop();
    }
  });

  it('makes the server not ready at once, and each answer closes its connection', async () => {
    await start({ DATABASE_MODE: 'off', DRAIN_DELAY_MS: '1500' });
    const agent = new Agent({ keepAlive: true });
    expect((await get('/health/ready', agent)).connection).toBe('keep-alive');
    process.kill(server.pid, 'SIGTERM');
    await waitFor(() => server.logs().some(({ msg }) => msg === 'stopping'), { what: 'the stop' });
    for (const path of ['/health/ready', '/ready', '/health/deep']) {
      const { status, connection, text } = await get(path, agent);
      expect([path, status, connection]).toEqual([path, 503, 'close']);
      expect(JSON.parse(text).status).toBe('shutting_down');
    }
    for (const path of ['/health/live', '/health', '/health/startup', '/v1/models'])
      expect([path, (await get(path, agent)).status]).toEqual([path, 200]);
    // Load balancers have not noticed yet: whoever comes is served.
    expect((await predictNumber(server.url, 'loops', 0.5)).status).toBe(200);
    expect(await server.exited).toEqual({ code: 0, signal: null });
    agent.destroy();
  });

  it('does not wait for connections that carry no request, used before or not', async () => {
    await start({ DATABASE_MODE: 'off' });
    const agent = new Agent({ keepAlive: true });
    expect((await get('/health/live', agent)).status).toBe(200);
    const { hostname, port } = new URL(server.url);
    const silent = connect(Number(port), hostname);
    await new Promise((resolve) => silent.once('connect', resolve));
    await send(`${server.url}/health/live`);
    const startedAt = performance.now();
    await server.stop();
    expect(performance.now() - startedAt).toBeLessThan(5000);
    silent.destroy();
    agent.destroy();
  });

  it('ends while the server is starting, at whatever moment, and is no fault', async () => {
    for (const afterMs of [0, 30, 80, 150]) {
      const guarded = new GuardedProcess({ stopLimitMs: 5000 });
      try {
        await guarded.start(process.execPath, [join(__dirname, '../dist/src/main.js')], {
          env: {
            PATH: process.env['PATH'],
            HOST: '127.0.0.1',
            PORT: '0',
            LOG_FORMAT: 'json',
            MODEL_DIR: modelDir,
            DATABASE_MODE: 'off',
            DRAIN_DELAY_MS: '0',
          },
        });
        await waitFor(() => guarded.output().length > 0, { what: 'a first sign of it', timeoutMs: 60_000 });
        await wait(afterMs);
        guarded.signal('SIGTERM');
        const { code, signal } = await guarded.exited;
        // Before it listens for signals there is nothing to finish.
        expect(signal ?? code).toBe(signal === null ? 0 : 'SIGTERM');
      } finally {
        await guarded.end();
      }
    }
  });

  it('ends while a model is loading', async () => {
    server = await startServer({ modelDir, env: { DATABASE_MODE: 'off' } });
    const pid = await freezeWhileLoading(server.url, 'colours');
    const startedAt = performance.now();
    await server.stop();
    expect(performance.now() - startedAt).toBeLessThan(5000);
    await waitUntilGone([pid]);
  });
});

describe('a second signal', () => {
  it('ends at once with 1, in the middle of a run, and what was to be recorded is on disk', async () => {
    const processes = await start({
      DRAIN_DELAY_MS: '0',
      DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none',
    });
    const file = { bytes: await plain(1, 2, 3), name: 'a.png' };
    const { body } = await predict(server.url, 'colours', file);
    const hung = predictNumber(server.url, 'loops', 5).catch(() => undefined);
    await untilStatus(server.url, 'loops', 'a run', ({ running }) => running === 1);
    process.kill(server.pid, 'SIGTERM');
    await waitFor(() => server.logs().some(({ msg }) => msg === 'stopping'), { what: 'the stop' });
    const startedAt = performance.now();
    process.kill(server.pid, 'SIGTERM');
    expect(await server.exited).toEqual({ code: 1, signal: null });
    expect(performance.now() - startedAt).toBeLessThan(3000);
    await waitUntilGone(processes);
    await hung;
    const history = join(server.dataDir, 'history');
    const onDisk = readdirSync(history).map((name) => readFileSync(join(history, name), 'utf8'));
    expect(onDisk.join('')).toContain(body.prediction_id);
  });
});

describe('requests that do not finish', () => {
  it('are given up after DRAIN_TIMEOUT_MS; the server ends, and never by abort', async () => {
    const processes = await start({ DATABASE_MODE: 'off', DRAIN_TIMEOUT_MS: '0' });
    const hung = predictNumber(server.url, 'loops', 5).catch(() => undefined);
    await untilStatus(server.url, 'loops', 'a run', ({ running }) => running === 1);
    expect(await pidsOf(server.url, 'loops')).toHaveLength(1);
    process.kill(server.pid, 'SIGTERM');
    // Five seconds are for the rest of the shutdown.
    expect(await server.exited).toEqual({ code: 1, signal: null });
    await waitUntilGone(processes);
    await hung;
  });
});
