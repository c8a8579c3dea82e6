import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startHistory, startReadyHistory, useDatabase } from './support/history.js';
import type { RunningHistory } from './support/history.js';
import { query, startPostgres } from './support/services/postgres.mjs';
import { waitFor } from './support/services/wait-for.mjs';

/** Nothing listens there. */
const NOWHERE = 'postgres://nobody@127.0.0.1:1/none';

describe('history', () => {
  const database = useDatabase();

  it('keeps what it cannot write on disk, for the next start', async () => {
    const history = await startHistory({ DATABASE_URL: NOWHERE, DATA_DIR: database.dataDir() });
    const ids = history.record(300);
    await expect(history.queries.find()).rejects.toMatchObject({ code: 'HISTORY_UNAVAILABLE' });
    await history.close();
    expect(history.writer.stats).toMatchObject({ waiting: 0, spilled: 300, dropped: 0 });
    adoptable(database.dataDir());
    const next = await database.start();
    await next.written();
    expect(await database.count()).toBe(300);
    expect((await next.queries.get(ids[0]!)).id).toBe(ids[0]);
    expect(readdirSync(join(database.dataDir(), 'history'))).toEqual([]);
  });

  it('keeps the rows that it has on disk, and those that come later, when the disk is full for a moment', () => {
    const script = join(__dirname, 'support/fixtures/spill-on-small-disk.mjs');
    const command = `ulimit -f 100 && exec '${process.execPath}' '${script}' '${database.dataDir()}'`;
    const { faults, ids } = JSON.parse(execFileSync('/bin/sh', ['-c', command], { encoding: 'utf8' }));
    expect(faults).toEqual(['EFBIG']);
    expect(ids).toEqual(['first', 'second', 'third']);
  });

  it('reads on after the server ended every connection', async () => {
    const history = await database.start();
    await Promise.all(
      Array.from({ length: 20 }, () => history.database.read((m) => m.query('SELECT pg_sleep(0.1)'))),
    );
    const { total, idle, waiting, max } = history.database.pool;
    expect({ idle, waiting, max }).toEqual({ idle: total, waiting: 0, max: 50 });
    expect(total).toBeGreaterThanOrEqual(20);
    await query(
      process.env.DATABASE_URL!,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${new URL(database.url()).pathname.slice(1)}'`,
    );
    await Promise.all(Array.from({ length: 30 }, () => history.queries.find()));
  });

  it('tells that the database was lost when a connection breaks between two statements of a transaction', async () => {
    const history = await database.start();
    const change = history.database.write((manager) =>
      manager.transaction(async (transaction) => {
        const [{ pid }] = await transaction.query('SELECT pg_backend_pid() AS pid');
        await query(database.url(), `SELECT pg_terminate_backend(${pid})`);
        await waitFor(() => transaction.queryRunner?.isReleased === true, { what: 'the loss to be noticed' });
        await transaction.query('SELECT 1');
      }),
    );
    await expect(change).rejects.toMatchObject({ code: 'HISTORY_UNAVAILABLE' });
    await waitFor(() => history.database.isReady, { what: 'the database' });
  });

  it('answers 503 after the time for a connection when all are in use', async () => {
    const history = await database.start({
      DATABASE_POOL_SIZE: '1',
      DATABASE_POOL_OVERFLOW: '1',
      DATABASE_POOL_TIMEOUT_MS: '300',
    });
    const busy = [1, 2].map(() => history.database.read((manager) => manager.query('SELECT pg_sleep(1)')));
    const startedAt = performance.now();
    await expect(history.queries.find()).rejects.toMatchObject({
      code: 'HISTORY_UNAVAILABLE',
      retryAfterSeconds: 5,
    });
    expect(performance.now() - startedAt).toBeGreaterThan(250);
    await Promise.all(busy);
    expect(history.database.isReady).toBe(true);
    await history.queries.find();
  });

  it('refuses reads at once when half of them run out of their time, and tries again by itself', async () => {
    const history = await database.start();
    const outOfTime = () =>
      history.database.read((manager) =>
        manager.transaction(async (transaction) => {
          await transaction.query(`SET LOCAL statement_timeout = '50ms'`);
          await transaction.query('SELECT pg_sleep(60)');
        }),
      );
    const refusal = {
      code: 'HISTORY_UNAVAILABLE',
      message: expect.stringContaining('did not answer in time'),
    };
    for (let i = 0; i < 5; i += 1) await expect(outOfTime()).rejects.toMatchObject(refusal);
    expect([history.database.isReady, history.database.breakerState]).toEqual([true, 2]);
    await expect(history.queries.find()).rejects.toMatchObject({
      code: 'HISTORY_UNAVAILABLE',
      message: expect.stringContaining('too many reads of the database have just failed'),
      retryAfterSeconds: 5,
    });
    // What is written is written.
    history.record(3);
    await history.written();
    await waitFor(async () => history.queries.find().catch(() => undefined), { what: 'the next try' });
    expect(history.database.breakerState).toBe(0);
  });

  it('does without a database when it is switched off', async () => {
    const history = await startHistory({ DATABASE_MODE: 'off', DATA_DIR: database.dataDir() });
    history.record(5);
    expect(history.database.status).toMatchObject({ state: 'off', kind: 'none' });
    await expect(history.queries.find()).rejects.toMatchObject({ code: 'HISTORY_UNAVAILABLE' });
    expect(history.writer.stats).toMatchObject({ waiting: 0, dropped: 0 });
    await history.close();
    expect(readdirSync(database.dataDir())).toEqual([]);
  });
});

describe('history on a PostgreSQL that fails', () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  let dataDir: string;
  let history: RunningHistory;

  beforeAll(async () => {
    server = await startPostgres();
    // The test server commits without waiting for its log; here a row that was acknowledged has to survive SIGKILL.
    await query(server.url, 'ALTER DATABASE postgres SET synchronous_commit = on');
  }, 60_000);

  afterAll(() => server.stop());

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'sibyl-history-'));
    history = await startReadyHistory({ DATABASE_URL: server.url, DATA_DIR: dataDir });
  }, 60_000);

  afterEach(async () => {
    await history.close();
    await query(server.url, 'TRUNCATE predictions');
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('loses no row and doubles none when it is killed and started again', async () => {
    const ids: string[] = [];
    const timer = setInterval(() => ids.push(...history.record(20)), 5);
    try {
      await waitFor(() => history.writer.stats.written > 200, { what: 'the first rows' });
      await server.kill();
      await waitFor(() => history.database.status.state === 'unavailable', {
        what: 'the loss to be noticed',
      });
      expect(history.database.breakerState).toBeGreaterThan(0);
      await expect(history.queries.find()).rejects.toMatchObject({ code: 'HISTORY_UNAVAILABLE' });
      // Memory takes 10 000 rows: make it spill as well.
      await waitFor(() => history.writer.stats.spilled > 0, { what: 'rows on disk', timeoutMs: 30_000 });
      await server.restart();
      await waitFor(() => history.database.isReady, { what: 'the database' });
      expect(history.database.breakerState).toBe(0);
    } finally {
      clearInterval(timer);
    }
    await history.written(30_000);
    await expectStored(ids);
    expect(history.writer.stats.dropped).toBe(0);
  }, 60_000);

  it('answers within seconds while it is frozen, and writes everything afterwards', async () => {
    const ids = history.record(500);
    await history.written();
    server.freeze();
    try {
      ids.push(...history.record(500));
      const startedAt = performance.now();
      await expect(history.database.ping(1000)).rejects.toMatchObject({ code: 'HISTORY_UNAVAILABLE' });
      await expect(history.queries.find()).rejects.toMatchObject({ code: 'HISTORY_UNAVAILABLE' });
      expect(performance.now() - startedAt).toBeLessThan(1500);
    } finally {
      server.thaw();
    }
    await waitFor(() => history.database.isReady, { what: 'the database' });
    await history.written(20_000);
    await expectStored(ids);
  }, 60_000);

  it('keeps its rows while it takes no changes, tells of that, reads on, and writes everything afterwards', async () => {
    const isReadOnly = async () => {
      await history.database.ping(5000);
      return history.database.isReadOnly;
    };
    const ids = history.record(10);
    await history.written();
    await alterSystem(server.url, 'SET default_transaction_read_only = on');
    try {
      await waitFor(isReadOnly, { what: 'it to be told' });
      ids.push(...history.record(10));
      await expect(
        history.database.write((manager) => manager.query('DELETE FROM predictions')),
      ).rejects.toMatchObject({
        code: 'HISTORY_UNAVAILABLE',
        message: expect.stringContaining('takes no changes'),
      });
      await waitFor(() => history.writer.stats.lastError !== null, { what: 'the fault of the writer' });
      expect((await history.queries.find()).items).toHaveLength(10);
      const { waiting, spilled, written } = history.writer.stats;
      expect([history.database.isReady, waiting + spilled, written]).toEqual([true, 10, 10]);
    } finally {
      await alterSystem(server.url, 'RESET default_transaction_read_only');
    }
    await waitFor(async () => !(await isReadOnly()), { what: 'it to be over' });
    await history.written(30_000);
    await expectStored(ids);
  }, 60_000);

  async function expectStored(ids: string[]): Promise<void> {
    const { rows } = await query(server.url, 'SELECT id FROM predictions ORDER BY id');
    expect(rows.map((row) => row.id)).toEqual(ids.toSorted());
  }
});

async function alterSystem(url: string, command: string): Promise<void> {
  await query(url, `ALTER SYSTEM ${command}`);
  await query(url, 'SELECT pg_reload_conf()');
}

/** Makes the spilled files of this process look like those of one that died. */
function adoptable(dataDir: string): void {
  const folder = join(dataDir, 'history');
  for (const name of readdirSync(folder)) {
    renameSync(join(folder, name), join(folder, name.replace(/^history-\d+/, 'history-999999999')));
  }
}
