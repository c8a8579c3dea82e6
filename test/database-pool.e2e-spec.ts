import { Client } from 'pg';

import { dataSourceOptions } from '../ormconfig.js';
import { loadEnv } from '../src/config/env.js';
import { channelMeanClassifier } from './fixtures/onnx-writer.js';
import { plain } from './support/engine.js';
import { predict, send, waitFor } from './support/http.js';
import { makeModelDir, removeModelDir } from './support/models.js';
import { type RunningServer, startServer } from './support/server.js';
import { createDatabase } from './support/services/postgres.mjs';

describe('the pool of the database', () => {
  it('recycles connections hourly, but not all instances at once, and waits for no query without a limit', () => {
    const env = loadEnv({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
    const extras = Array.from({ length: 50 }, () => dataSourceOptions(env).extra);
    const lifetimes = extras.map(({ maxLifetimeSeconds }) => maxLifetimeSeconds);
    expect(Math.min(...lifetimes)).toBeGreaterThanOrEqual(3240);
    expect(Math.max(...lifetimes)).toBeLessThanOrEqual(3600);
    expect(new Set(lifetimes).size).toBeGreaterThan(10);
    expect(extras[0]).toMatchObject({ max: 50, min: 20, connectionTimeoutMillis: 5000, query_timeout: 6000 });
    expect(dataSourceOptions(env, { purpose: 'maintain' }).extra.query_timeout).toBeGreaterThan(0);
  });
});

describe('a server whose connections are all in use', () => {
  let modelDir: string;
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let server: RunningServer;
  let locker: Client;

  beforeAll(async () => {
    modelDir = makeModelDir([
      {
        name: 'colours',
        files: { '1/model.onnx': channelMeanClassifier({ batch: 'n', channels: 3, height: 8, width: 8 }) },
      },
    ]);
    database = await createDatabase(process.env.DATABASE_URL!);
    locker = new Client({ connectionString: database.url });
    await locker.connect();
    server = await startServer({
      modelDir,
      env: { DATABASE_URL: database.url, DATABASE_POOL_SIZE: '1', DATABASE_POOL_OVERFLOW: '0' },
    });
    await server.waitUntilReady();
  });

  afterAll(async () => {
    await locker?.end();
    await server?.kill();
    await database?.drop();
    if (modelDir) removeModelDir(modelDir);
  });

  const pool = async () => (await send(`${server.url}/v1/models/colours/status`)).body.pool;

  it('answers 503 with Retry-After after five seconds, predicts on, and tells of it in status and metrics', async () => {
    await waitFor(async () => (await send(`${server.url}/v1/predictions`)).status === 200, {
      what: 'the history',
    });
    await locker.query('BEGIN; LOCK TABLE predictions IN ACCESS EXCLUSIVE MODE');
    // The first ones get the connection in turn, for the two seconds that they wait for the lock.
    const reads = Array.from({ length: 8 }, () => send(`${server.url}/v1/predictions`));
    await waitFor(async () => (await pool()).waiting >= 6, { what: 'readers that wait' });
    expect(await pool()).toMatchObject({ total: 1, idle: 0, max: 1, utilisation: 1 });
    const picture = { bytes: await plain(9, 1, 2), name: 'a.png' };
    expect((await predict(server.url, 'colours', picture)).status).toBe(200);

    const answers = await Promise.all(reads);
    expect(answers.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual(
      answers.map(() => [503, '5']),
    );
    const refused = answers.filter(({ body }) =>
      /every database connection is in use/.test(body.error.message),
    );
    expect(refused.length).toBeGreaterThanOrEqual(4);
    for (const { durationMs } of refused) {
      expect(durationMs).toBeGreaterThan(4700);
      // 5.3 s on an idle machine.
      expect(durationMs).toBeLessThan(9000);
    }
    expect((await pool()).wait_ms.max).toBeGreaterThan(4700);
    await locker.query('ROLLBACK');

    await waitFor(async () => (await send(`${server.url}/v1/predictions`)).status === 200, {
      what: 'the history',
    });
    const metrics = (await send(`${server.url}/metrics`)).body as string;
    expect(metrics).toMatch(/sibyl_database_pool_wait_seconds_count\{outcome="refused"\} [4-9]/);
    // A pool that is used up is no database that is away.
    expect(metrics).toContain('sibyl_database_breaker_state 0');
    expect(metrics).toMatch(/sibyl_database_pool_utilisation_ratio [01]/);
    expect(server.output()).not.toMatch(/unhandled/i);
  }, 60_000);
});
