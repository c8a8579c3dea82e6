import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 } from 'uuid';

import { dataSourceOptions } from '../ormconfig.js';
import { loadEnv } from '../src/config/env.js';
import { ensurePartitions } from '../src/predictions/history/month-partitions.js';
import { makePrediction, startReadyHistory, useDatabase } from './support/history.js';

Logger.overrideLogger(false);

describe('history on PostgreSQL', () => {
  const database = useDatabase();

  describe('migrations', () => {
    it('go up, down and up again, and describe what the entities do', async () => {
      const env = loadEnv({ DATABASE_URL: database.url() });
      const dataSource = new DataSource(dataSourceOptions(env, { purpose: 'maintain' }));
      await dataSource.initialize();
      const tables = () =>
        database.ask(
          `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
        );
      const difference = async () => (await dataSource.driver.createSchemaBuilder().log()).upQueries;
      try {
        await dataSource.runMigrations();
        expect(await difference()).toEqual([]);
        await ensurePartitions(dataSource.manager, new Date());
        expect(await difference()).toEqual([]);
        while ((await tables()).length > 1) await dataSource.undoLastMigration();
        expect(await tables()).toEqual([{ name: 'migrations' }]);
        await dataSource.runMigrations();
        expect(await difference()).toEqual([]);
        await database.ask('DROP INDEX predictions_model_idx');
        expect(await difference()).not.toEqual([]);
      } finally {
        await dataSource.destroy();
      }
    });

    it('are run once by instances that start together', async () => {
      const histories = await Promise.all([database.start(), database.start(), database.start()]);
      expect(histories.map((history) => history.database.status.state)).toEqual(['ready', 'ready', 'ready']);
      const rows = await database.ask('SELECT name FROM migrations');
      expect(new Set(rows.map((row) => row.name)).size).toBe(rows.length);
    });
  });

  describe('partitions', () => {
    it('are there for this month and the next, and the rows lie in them', async () => {
      const history = await database.start();
      history.record(3);
      await history.written();
      const rows = await database.ask(
        `SELECT tableoid::regclass::text AS name, count(*)::int FROM predictions GROUP BY 1`,
      );
      const month = new Date().toISOString().slice(0, 7).replace('-', '_');
      expect(rows).toEqual([{ name: `predictions_${month}`, count: 3 }]);
      const months = await database.ask(`SELECT inhrelid FROM pg_inherits`);
      expect(months.length).toBeGreaterThanOrEqual(3);
    });

    it('take over the rows that came before they were made', async () => {
      const history = await database.start();
      const inMay = Date.UTC(2031, 4, 20);
      const id = v7({ msecs: inMay });
      history.writer.record(makePrediction({ id }));
      await history.written();
      const made = await history.database.write((manager) =>
        ensurePartitions(manager, new Date(Date.UTC(2031, 3, 30))),
      );
      expect(made).toEqual(expect.arrayContaining(['predictions_2031_04', 'predictions_2031_05']));
      expect((await history.queries.get(id)).createdAt.getTime()).toBe(inMay);
      const rows = await database.ask('SELECT count(*)::int AS left FROM predictions_default');
      expect(rows).toEqual([{ left: 0 }]);
    });
  });

  describe('queries', () => {
    it('give back what was recorded, at once and from the database', async () => {
      const history = await database.start();
      const prediction = makePrediction({ result: { text: 'a\0b\ud800', nested: [1, null, true] } });
      history.writer.record(prediction);
      const waiting = await history.queries.get(prediction.id);
      await history.written();
      const stored = await history.queries.get(prediction.id.toUpperCase());
      expect(stored).toEqual(waiting);
      const { storedInput: _none, ...recorded } = prediction;
      expect(stored).toMatchObject({
        ...recorded,
        hasInput: false,
        result: { text: 'a\ufffdb\ufffd', nested: [1, null, true] },
      });
    });

    it('answer 404 for ids that are unknown or none of ours', async () => {
      const history = await database.start();
      for (const id of [v7(), '919108f7-52d1-4320-9bac-f847db4148a8', 'x']) {
        await expect(history.queries.get(id)).rejects.toMatchObject({ code: 'PREDICTION_NOT_FOUND' });
      }
    });

    it('narrow by every filter', async () => {
      const history = await database.start();
      const [first] = history.record(1, { model: 'leaves', version: '2', labels: ['rust', 'mould'] });
      const [second] = history.record(1, { status: 'failed', errorCode: 'INFERENCE_TIMEOUT', labels: [] });
      const [third] = history.record(1, { requestId: 'request-2', confidenceStatus: 'LOW' });
      await history.written();
      const find = async (filters: Parameters<typeof history.queries.find>[0]) =>
        (await history.queries.find(filters)).items.map((item) => item.id);
      expect(await find({})).toEqual([third, second, first]);
      expect(await find({ model: 'leaves' })).toEqual([first]);
      expect(await find({ model: 'leaves', version: '1' })).toEqual([]);
      expect(await find({ version: '2' })).toEqual([first]);
      expect(await find({ label: 'mould' })).toEqual([first]);
      expect(await find({ label: "'; DROP TABLE predictions; --" })).toEqual([]);
      expect(await find({ status: 'failed' })).toEqual([second]);
      expect(await find({ status: 'succeeded' })).toEqual([third, first]);
      expect(await find({ requestId: 'request-2' })).toEqual([third]);
      expect(await find({ confidenceStatus: 'LOW' })).toEqual([third]);
      const { createdAt } = await history.queries.get(third!);
      expect(await find({ from: createdAt })).toContain(third);
      expect(await find({ to: createdAt })).not.toContain(third);
    });

    it('walk page by page over every row once, while rows are added', async () => {
      const history = await database.start();
      const base = Date.now() - 1000;
      const ids = Array.from({ length: 500 }, (_, i) => {
        // Many rows share a millisecond: the id decides their order then.
        const id = v7({ msecs: base + Math.floor(i / 50) });
        history.writer.record(makePrediction({ id }));
        return id;
      });
      await history.written();
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        history.record(5);
        const page = await history.queries.find({}, { limit: 37, ...(cursor ? { cursor } : {}) });
        seen.push(...page.items.map((item) => item.id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      const old = new Set(ids);
      expect(seen.filter((id) => old.has(id))).toEqual(ids.toSorted().toReversed());
      expect(new Set(seen).size).toBe(seen.length);
    });

    it('have an index for every filter that narrows', async () => {
      const history = await database.start();
      const ids = history.record(2000, { labels: ['common'] });
      history.record(1, { labels: ['rare'], requestId: 'rare', status: 'failed', confidenceStatus: 'LOW' });
      await history.written();
      const plans = await history.database.read(async (manager) => {
        await manager.query('ANALYZE predictions');
        const plan = async (condition: string) =>
          JSON.stringify(
            await manager.query(
              `EXPLAIN SELECT * FROM predictions WHERE ${condition} ORDER BY created_at DESC, id DESC LIMIT 50`,
            ),
          );
        return {
          label: await plan(`labels @> ARRAY['rare']`),
          request: await plan(`request_id = 'rare'`),
          status: await plan(`status = 'failed'`),
          confidence: await plan(`confidence_status = 'LOW'`),
          page: await plan(`(created_at, id) < (now(), '${ids[0]}')`),
        };
      });
      for (const plan of Object.values(plans)) expect(plan).toMatch(/Index/);
    });
  });

  it('stores a row that the database refuses never, and its neighbours all the same', async () => {
    const history = await database.start();
    history.record(10);
    history.writer.record(makePrediction({ inputBytes: 2 ** 40 }));
    history.record(10);
    await history.written();
    expect(history.writer.stats).toMatchObject({ written: 20, dropped: 1 });
  });

  it('writes everything before the server ends', async () => {
    const history = await startReadyHistory({ DATABASE_URL: database.url(), DATA_DIR: database.dataDir() });
    history.record(777);
    await history.close();
    expect(await database.count()).toBe(777);
  });
});
