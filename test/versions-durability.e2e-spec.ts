import { onnxModel } from './fixtures/onnx-writer.js';
import { type Answer, predictJson, send, waitFor } from './support/http.js';
import { ModelDir } from './support/model-folder.js';
import { type RunningServer, startServer } from './support/server.js';
import { query, startPostgres } from './support/services/postgres.mjs';
import { adder, admin, CALC, inputs, versionFor, WAIT_MS } from './support/versions.js';

const untilChanged = (change: () => Promise<Answer>) =>
  waitFor(async () => (await change()).status === 200, { what: 'the change', timeoutMs: WAIT_MS });

describe('the routing of a server', () => {
  let dir: ModelDir;
  let dataDir: ModelDir;
  const running: RunningServer[] = [];

  beforeEach(() => {
    dir = new ModelDir();
    dataDir = new ModelDir();
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()));
    dir.remove();
    dataDir.remove();
  });

  async function start(env: Record<string, string> = {}): Promise<RunningServer> {
    const server = await startServer({
      modelDir: dir.root,
      dataDir: dataDir.root,
      env: { MODEL_WATCH_SECONDS: '0', CACHE_TTL_SECONDS: '0', ...env },
    });
    running.push(server);
    await server.waitUntilReady(WAIT_MS);
    return server;
  }

  async function stop(server: RunningServer): Promise<void> {
    running.splice(running.indexOf(server), 1);
    await server.stop();
  }

  it('is the same after a restart, with the embedded database too', async () => {
    dir.lay(CALC);
    const first = await start();
    await untilChanged(() => admin(first.url).alias('production', '2'));
    await stop(first);
    const second = await start();
    expect(await versionFor(second.url, 'k')).toBe('2');
    await waitFor(async () => (await admin(second.url).call('GET', 'routing/history')).status === 200, {
      what: 'the database',
      timeoutMs: WAIT_MS,
    });
    expect(await admin(second.url).routing()).toMatchObject({ revision: 1, aliases: { production: '2' } });
  }, 90_000);

  it('goes on without the database, refuses changes, and takes them when it is back', async () => {
    dir.lay(CALC);
    const postgres = await durablePostgres();
    try {
      const env = { DATABASE_URL: postgres.url };
      const first = await start(env);
      await untilChanged(() => admin(first.url).traffic({ '2': 100 }));
      await postgres.kill();
      expect(await versionFor(first.url, 'k')).toBe('2');
      await waitFor(async () => (await admin(first.url).alias('canary', '3')).status === 503, {
        what: 'the refusal',
        timeoutMs: WAIT_MS,
      });
      const refused = await admin(first.url).alias('canary', '3');
      expect(refused.body.error.code).toBe('ROUTING_UNAVAILABLE');
      expect(refused.body.error.message).toContain('the database');
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      await stop(first);

      const second = await start(env);
      expect(await versionFor(second.url, 'k')).toBe('2');
      expect(await admin(second.url).routing()).toMatchObject({ revision: 1, traffic: { baseline: '2' } });
      await postgres.restart();
      await untilChanged(() => admin(second.url).alias('canary', '3'));
      expect(await admin(second.url).routing()).toMatchObject({
        revision: 2,
        traffic: { baseline: '2' },
        aliases: { canary: '3' },
      });
    } finally {
      await Promise.all(running.splice(0).map((server) => server.stop()));
      await postgres.stop();
    }
  }, 120_000);

  it('withdraws a candidate without the database, and records it when that is back', async () => {
    dir.lay(CALC);
    const postgres = await durablePostgres();
    try {
      const server = await start({ DATABASE_URL: postgres.url });
      await untilChanged(() => admin(server.url).traffic({ '1': 50, '3': 50 }));
      await postgres.kill();
      let count = 0;
      await waitFor(
        async () => {
          await predictJson(server.url, 'calc', inputs(0), { 'x-routing-key': `k${(count += 1)}` });
          return (await admin(server.url).routing()).action === 'guard';
        },
        { what: 'the withdrawal', timeoutMs: WAIT_MS },
      );
      expect((await admin(server.url).routing()).is_recorded).toBe(false);
      for (let index = 0; index < 20; index += 1) {
        expect(await versionFor(server.url, `user-${index}`)).toBe('1');
      }
      await postgres.restart();
      await waitFor(async () => (await admin(server.url).routing()).is_recorded, {
        what: 'the record',
        timeoutMs: WAIT_MS,
      });
      expect((await admin(server.url).history())[0]).toMatchObject({ revision: 2, changed_by: 'guard' });
    } finally {
      await Promise.all(running.splice(0).map((server) => server.stop()));
      await postgres.stop();
    }
  }, 120_000);

  it('cannot be changed where there is no database at all', async () => {
    dir.lay(CALC);
    const server = await start({ DATABASE_MODE: 'off' });
    expect(await versionFor(server.url, 'k', 'calc/versions/canary')).toBe('2');
    const refused = await admin(server.url).alias('canary', '3');
    expect(refused.status).toBe(503);
    expect(refused.body.error.message).toContain('DATABASE_MODE=off');
  }, 60_000);

  it('is changed by who holds a token, and says whose it was', async () => {
    dir.lay(CALC);
    const server = await start({ ADMIN_TOKENS: 'ann:0123456789abcdef,ci:fedcba9876543210' });
    const holder = admin(server.url, 'calc', { authorization: 'Bearer fedcba9876543210' });
    await untilChanged(() => holder.alias('canary', '3'));
    expect(await admin(server.url).routing()).toMatchObject({ changed_by: 'ci' });
    for (const authorization of ['Basic 0000', 'Bearer 0000000000000000']) {
      const headers = { authorization };
      const refused = await admin(server.url, 'calc', headers).alias('canary', '4');
      expect(refused.status).toBe(401);
      expect(refused.body.error.code).toBe('UNAUTHORIZED');
      expect((await admin(server.url, 'calc', headers).call('GET', 'routing/history')).status).toBe(401);
    }
  }, 60_000);

  it('names no version that cannot answer', async () => {
    dir.lay({ ...CALC, 'calc/5/model.onnx': neverLoads() });
    const server = await start({ READINESS_STRICT: 'any' });
    let refused: Answer | undefined;
    await waitFor(
      async () => {
        refused = await admin(server.url).alias('canary', '5');
        return refused.status !== 503;
      },
      { what: 'the database', timeoutMs: WAIT_MS },
    );
    expect(refused!.body.error).toMatchObject({ code: 'ROUTING_REFUSED' });
    expect(refused!.body.error.message).toContain('version 5 is failed');
    expect((await admin(server.url).routing()).aliases.canary).toBe('2');
  }, 60_000);

  it('keeps the versions that it names when newer ones come', async () => {
    const manifest = 'versions: {policy: latest, aliases: {production: 1}}';
    dir.lay({ 'calc/model.yaml': manifest, 'calc/1/model.onnx': adder(1), 'calc/2/model.onnx': adder(1) });
    const server = await start();
    expect(await versionFor(server.url, 'k')).toBe('1');
    await untilChanged(() => admin(server.url).alias('next', '2'));
    dir.lay({ 'calc/3/model.onnx': adder(1) });
    expect((await admin(server.url).call('POST', 'reload')).status).toBe(200);
    const { body } = await send(`${server.url}/v1/models/calc`);
    expect(body.versions.map(({ version }: { version: string }) => version)).toEqual(['1', '2', '3']);
    expect(await versionFor(server.url, 'k')).toBe('1');
  }, 60_000);

  it('is refused in a manifest that names what there is not', async () => {
    dir.lay({
      ...CALC,
      'calc/model.yaml': 'versions: {aliases: {production: 7}, traffic: {production: 50}}',
    });
    const server = await start({ READINESS_STRICT: 'none' });
    const { body } = await send(`${server.url}/v1/models`);
    expect(body.skipped).toEqual([
      {
        path: 'calc/model.yaml',
        reason: expect.stringContaining("versions.aliases.production: there is no version '7'"),
      },
    ]);
    expect(body.skipped[0].reason).toContain('versions.traffic: the weights sum up to 50');
  }, 60_000);
});

/** The test server commits without waiting for its log; here what was acknowledged has to survive SIGKILL. */
async function durablePostgres(): ReturnType<typeof startPostgres> {
  const postgres = await startPostgres();
  await query(postgres.url, 'ALTER DATABASE postgres SET synchronous_commit = on');
  return postgres;
}

/** A model of an operator that there is not. */
function neverLoads(): Buffer {
  return onnxModel({
    inputs: [{ name: 'x', type: 'float32', dims: ['n'] }],
    outputs: [{ name: 'y', type: 'float32', dims: ['n'] }],
    nodes: [{ op: 'NoSuchOperator', inputs: ['x'], outputs: ['y'] }],
  });
}
