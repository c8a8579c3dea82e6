import { Agent, request as httpRequest } from 'node:http';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { onnxModel } from './fixtures/onnx-writer.js';
import { predictJson, send, waitFor } from './support/http.js';
import { descendantsOf } from './support/processes.js';
import { ModelDir } from './support/model-folder.js';
import { type RunningServer, startServer } from './support/server.js';
import { createDatabase } from './support/services/postgres.mjs';
import { startRedis } from './support/services/redis.mjs';

const REQUESTS = 10_000;
const RELOADS = 20;
const CONNECTIONS = 16;
const WAIT_MS = 60_000;

/** y = x + k: which file answered can be told from any answer. */
const adder = (k: number): Buffer =>
  onnxModel({
    inputs: [{ name: 'x', type: 'int64', dims: ['n'] }],
    outputs: [{ name: 'y', type: 'int64', dims: ['n'] }],
    initializers: [{ name: 'k', type: 'int64', dims: [1], data: [k] }],
    nodes: [{ op: 'Add', inputs: ['x', 'k'], outputs: ['y'] }],
  });

const inputs = (x: number) => ({ inputs: [{ name: 'x', shape: [1], data: [x] }] });

describe('reload', () => {
  let dir: ModelDir;
  let database: { url: string; drop(): Promise<void> };
  let redis: { url: string; stop(): Promise<void> };
  let server: RunningServer;

  beforeAll(async () => {
    database = await createDatabase(process.env['DATABASE_URL'] as string);
    redis = await startRedis();
  });
  afterAll(() => Promise.all([database.drop(), redis.stop()]));

  beforeEach(() => {
    dir = new ModelDir();
    dir.lay({ 'adder/model.yaml': 'execution: {executors: 1}\n', 'adder/1/model.onnx': adder(1) });
  });
  afterEach(async () => {
    await server.stop();
    dir.remove();
  });

  async function start(env: Record<string, string> = {}): Promise<void> {
    server = await startServer({
      modelDir: dir.root,
      env: { DATABASE_URL: database.url, REDIS_URL: redis.url, MODEL_WATCH_SECONDS: '0', ...env },
    });
    await server.waitUntilReady();
  }

  const post = (action: string, model = 'adder') =>
    send(`${server.url}/v1/models/${model}/${action}`, { method: 'POST' });
  const info = async (model = 'adder') => (await send(`${server.url}/v1/models/${model}`)).body;
  const answer = async (x: number, model = 'adder') =>
    (await predictJson(server.url, model, inputs(x))).body.result?.outputs[0].data[0];
  const pids = async (): Promise<number[]> => {
    const { body } = await send(`${server.url}/v1/models/adder/status`);
    return body.versions.flatMap((version: { executors: { pid: number }[] }) =>
      version.executors.map(({ pid }) => pid),
    );
  };

  it(
    `answers ${REQUESTS} requests over ${RELOADS} reloads without a failure, a mixed answer or a stale cached one`,
    async () => {
      await start();
      const offsets = new Map<string, number>();
      offsets.set((await info()).versions[0].digest, 1);
      let current = 1;
      let sent = 0;
      const faults: string[] = [];
      const seen = new Set<number>();
      const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
      const unknown: { digest: string; k: number }[] = [];
      const client = async (): Promise<void> => {
        // As many as were promised, and on until the last file has answered: reloads take longer than the requests between them.
        while ((sent < REQUESTS || !seen.has(RELOADS + 1)) && faults.length === 0) {
          sent += 1;
          const x = sent % 50;
          const atLeast = current;
          const { status, body } = await postJson(agent, `${server.url}/v1/models/adder/predict`, inputs(x));
          if (status !== 200) {
            faults.push(`${status} ${JSON.stringify(body)}`);
            return;
          }
          const { result, model } = body as {
            result: { outputs: { data: number[] }[] };
            model: { digest: string };
          };
          const k = result.outputs[0]!.data[0]! - x;
          seen.add(k);
          unknown.push({ digest: model.digest, k });
          if (k < atLeast) faults.push(`answer of file ${k} after file ${atLeast} had taken over`);
        }
      };
      const clients = Promise.all(Array.from({ length: CONNECTIONS }, client));
      for (let k = 2; k <= RELOADS + 1 && faults.length === 0; k += 1) {
        // Spread over the whole load: each waits for its share of requests.
        await waitFor(async () => sent >= ((k - 1) * REQUESTS) / (RELOADS + 2) || faults.length > 0, {
          timeoutMs: WAIT_MS,
          what: 'the load to go on',
        });
        writeFileSync(join(dir.root, 'adder/1/model.onnx'), adder(k));
        const { status, body } = await post('reload');
        expect([status, body.outcome]).toEqual([200, 'replaced']);
        offsets.set((await info()).versions[0].digest, k);
        current = k;
      }
      await clients;
      agent.destroy();
      expect(faults).toEqual([]);
      expect(unknown.filter(({ digest, k }) => offsets.get(digest) !== k)).toEqual([]);
      expect(unknown.length).toBeGreaterThanOrEqual(REQUESTS);
      expect(seen.size).toBe(RELOADS + 1);
      await waitFor(() => descendantsOf(server.pid).length === 1, {
        timeoutMs: WAIT_MS,
        what: 'the end of all processes but one',
      });
    },
    4 * WAIT_MS,
  );

  it('keeps the old version when the new file cannot be served, says why, and respawns it from its own copy', async () => {
    await start();
    writeFileSync(join(dir.root, 'adder/1/model.onnx'), adder(2).subarray(0, 60));
    const { status, body } = await post('reload');
    expect(status).toBe(422);
    expect(body.error).toMatchObject({
      code: 'MODEL_LOAD_FAILED',
      details: { model: 'adder', serving: '1' },
    });
    expect(body.error.message).toMatch(/cut off/);
    expect((await info()).reload_error.reason).toMatch(/version 1: model\.onnx is cut off/);
    const [pid] = await pids();
    process.kill(pid!, 'SIGKILL');
    await waitFor(async () => (await answer(40)) === 41, {
      timeoutMs: WAIT_MS,
      what: 'an answer of the old file',
    });
    expect(await answer(41)).toBe(42);
    expect((await pids())[0]).not.toBe(pid);
    writeFileSync(join(dir.root, 'adder/1/model.onnx'), adder(3));
    expect((await post('reload')).body).toMatchObject({ outcome: 'replaced', model: { reload_error: null } });
    expect(await answer(40)).toBe(43);
  });

  it('leaves what has not changed as it is', async () => {
    await start();
    const before = await pids();
    expect((await post('reload')).body.outcome).toBe('unchanged');
    expect(await pids()).toEqual(before);
  });

  it('serves a newer version that appears, and the older again when it is removed', async () => {
    await start();
    dir.lay({ 'adder/2/model.onnx': adder(20) });
    expect((await post('reload')).body.model.default_version).toBe('2');
    expect(await answer(5)).toBe(25);
    rmSync(join(dir.root, 'adder/2'), { recursive: true });
    expect((await post('reload')).body.model.default_version).toBe('1');
    expect(await answer(5)).toBe(6);
  });

  it('takes in new models and drops removed ones on SIGHUP', async () => {
    await start();
    dir.lay({ 'other/1/model.onnx': adder(100) });
    rmSync(join(dir.root, 'adder'), { recursive: true });
    process.kill(server.pid, 'SIGHUP');
    await waitFor(async () => (await answer(1, 'other')) === 101, {
      timeoutMs: WAIT_MS,
      what: 'the new model',
    });
    await waitFor(async () => (await predictJson(server.url, 'adder', inputs(1))).status === 404, {
      timeoutMs: WAIT_MS,
      what: 'the removed model to be gone',
    });
  });

  it('by itself takes over a file that has changed, and not one that is half copied', async () => {
    await start({ MODEL_WATCH_SECONDS: '1' });
    const whole = adder(7);
    writeFileSync(join(dir.root, 'adder/1/model.onnx'), whole.subarray(0, 80));
    await waitFor(async () => (await info()).reload_error !== null, {
      timeoutMs: WAIT_MS,
      what: 'the refusal',
    });
    expect(await answer(11)).toBe(12);
    writeFileSync(join(dir.root, 'adder/1/model.onnx'), whole);
    await waitFor(async () => (await answer(11)) === 18, {
      timeoutMs: WAIT_MS,
      what: 'the whole file to be served',
    });
    expect((await info()).reload_error).toBeNull();
  });

  it('goes on with what it has while the whole folder is away, and drops nothing until it can be read', async () => {
    await start({ MODEL_WATCH_SECONDS: '1' });
    const away = `${dir.root}-away`;
    renameSync(dir.root, away);
    try {
      await waitFor(async () => (await info()).reload_error !== null, {
        timeoutMs: WAIT_MS,
        what: 'the refusal',
      });
      expect((await info()).reload_error.reason).toBe('the model folder does not exist');
      expect(await answer(13)).toBe(14);
    } finally {
      renameSync(away, dir.root);
    }
    await waitFor(async () => (await info()).reload_error === null, {
      timeoutMs: WAIT_MS,
      what: 'the end of it',
    });
    expect(await answer(14)).toBe(15);
  });

  it('unloads: ends the processes, refuses with the reason, and loads again when told to', async () => {
    await start();
    const [pid] = await pids();
    const unloaded = await post('unload');
    expect(unloaded.body.versions).toEqual([expect.objectContaining({ version: '1', state: 'unloaded' })]);
    expect(() => readFileSync(`/proc/${pid}/cmdline`)).toThrow('ENOENT');
    expect(await pids()).toEqual([]);
    const refused = await predictJson(server.url, 'adder', inputs(1));
    expect([refused.status, refused.body.error.code]).toEqual([503, 'MODEL_NOT_READY']);
    expect(refused.body.error.message).toMatch(/an operator unloaded it/);
    writeFileSync(join(dir.root, 'adder/1/model.onnx'), adder(2));
    expect((await post('reload')).body.model.versions[0].state).toBe('unloaded');
    expect((await post('load')).body.versions[0].state).toBe('ready');
    expect(await answer(1)).toBe(3);
  });

  it.each(['load', 'unload', 'reload'])('answers 404 for %s of a model that is not there', async (action) => {
    await start();
    expect((await post(action, 'nobody')).body.error.code).toBe('MODEL_NOT_FOUND');
  });
});

function postJson(agent: Agent, url: string, body: object): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const text = JSON.stringify(body);
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    const request = httpRequest(url, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString()) }),
      );
    });
    request.once('error', reject);
    request.end(text);
  });
}
