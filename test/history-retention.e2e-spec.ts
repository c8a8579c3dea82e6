import { Client } from 'pg';
import { v7 } from 'uuid';

import { ensurePartitions, listPartitions } from '../src/predictions/history/month-partitions.js';
import { makePrediction, type RunningHistory, useDatabase } from './support/history.js';

const DAY_MS = 24 * 3600 * 1000;

describe('months of the history', () => {
  const database = useDatabase();

  it('have a partition a week before they begin, on every day, and begin in UTC whatever the zone of the database', async () => {
    await database.ask(
      `ALTER DATABASE ${new URL(database.url()).pathname.slice(1)} SET timezone = 'Pacific/Kiritimati'`,
    );
    const history = await database.start();
    for (let day = Date.UTC(2031, 10, 1); day < Date.UTC(2032, 2, 2); day += DAY_MS) {
      await history.database.write((manager) => ensurePartitions(manager, new Date(day)));
      const inAWeek = new Date(day + 7 * DAY_MS).toISOString().slice(0, 7).replace('-', '_');
      expect(await names(history)).toContain(inAWeek);
    }
    await recordAt(history, '2032-01-31T23:59:59.999Z', '2032-02-01T00:00:00.000Z');
    const rows = await database.ask(
      `SELECT tableoid::regclass::text AS name FROM predictions WHERE created_at > '2032-01-01' ORDER BY created_at`,
    );
    expect(rows).toEqual([{ name: 'predictions_2032_01' }, { name: 'predictions_2032_02' }]);
  });

  it('are dropped once by several servers when every row in them is too old, and nothing is deleted', async () => {
    const settings = { HISTORY_RETENTION_DAYS: '30' };
    const histories = await Promise.all([1, 2, 3].map(() => database.start(settings)));
    const [history] = histories as [RunningHistory];
    await Promise.all(histories.map((each) => each.keeper.check()));
    // Rows of months without a partition, as a clock that went wrong or an old spill file leaves them.
    const ids = await recordAt(
      history,
      '2020-01-15T00:00:00Z',
      '2020-03-01T00:00:00Z',
      '2020-04-30T23:59:59Z',
    );
    await history.database.write((manager) => ensurePartitions(manager, new Date('2020-02-10T00:00:00Z')));
    expect(await names(history)).toEqual(
      expect.arrayContaining(['2020_01', '2020_02', '2020_03', '2020_04']),
    );
    const strays = await database.ask('SELECT count(*)::int AS left FROM predictions_default');
    expect(strays).toEqual([{ left: 0 }]);
    // Another server died between the two steps of a removal.
    await database.ask('ALTER TABLE predictions DETACH PARTITION predictions_2020_02');

    const now = new Date('2020-05-02T12:00:00Z');
    await Promise.all(histories.map((each) => each.keeper.check(now)));

    const left = await names(history);
    expect(left.filter((name) => name < '2020_12')).toEqual(['2020_04', '2020_05', '2020_06']);
    const tables = await database.ask(
      `SELECT relname FROM pg_class WHERE relname ~ '^predictions_2020_0[123]$'`,
    );
    expect(tables).toEqual([]);
    for (const id of ids.slice(0, 2)) {
      await expect(history.queries.get(id)).rejects.toMatchObject({ code: 'PREDICTION_NOT_FOUND' });
    }
    expect((await history.queries.get(ids[2]!)).id).toBe(ids[2]);
    expect(history.keeper.figures).toMatchObject({ strays: 0 });
  });

  it('stay while there is no retention period', async () => {
    const history = await database.start();
    await history.database.write((manager) => ensurePartitions(manager, new Date('2020-01-10T00:00:00Z')));
    await history.keeper.check();
    expect(await names(history)).toContain('2020_01');
  });

  it('wait for a long reader without holding up what is written meanwhile', async () => {
    const history = await database.start({ HISTORY_RETENTION_DAYS: '30' });
    await history.keeper.check();
    await history.database.write((manager) => ensurePartitions(manager, new Date('2020-01-10T00:00:00Z')));
    const reader = new Client({ connectionString: database.url() });
    await reader.connect();
    await reader.query('BEGIN; SELECT count(*) FROM predictions');
    const checked = history.keeper.check();
    await waitForLockOn(database.ask);
    const startedAt = performance.now();
    const [id] = history.record(1);
    await history.written();
    // The removal gives way after one second.
    expect(performance.now() - startedAt).toBeLessThan(4000);
    expect((await history.queries.get(id!)).id).toBe(id);
    expect(await names(history)).toContain('2020_01');
    await reader.query('COMMIT');
    await reader.end();
    await checked;
    expect(await names(history)).not.toContain('2020_01');
  }, 30_000);
});

/** Until somebody waits for a lock on the predictions. */
async function waitForLockOn(ask: (statement: string) => Promise<Record<string, any>[]>): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const rows = await ask(`SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'predictions'::regclass`);
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('nobody waited for a lock on the predictions');
}

/** Months of the predictions that have a partition. */
async function names(history: RunningHistory): Promise<string[]> {
  return (await history.database.read(listPartitions))
    .filter(({ table, isAttached }) => table === 'predictions' && isAttached)
    .map(({ month }) => month.name);
}

/** Records one prediction at each of the times. @returns their ids */
async function recordAt(history: RunningHistory, ...times: string[]): Promise<string[]> {
  const ids = times.map((time) => v7({ msecs: Date.parse(time) }));
  for (const id of ids) history.writer.record(makePrediction({ id }));
  await history.written();
  return ids;
}
