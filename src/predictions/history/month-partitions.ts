import type { EntityManager } from 'typeorm';

import { type Month, monthNamed, monthOf } from './months.js';

/** Key of the advisory lock for changes of the partitions: the bytes of "parts". */
const PARTITION_LOCK = 0x70_61_72_74_73;
/** Everybody else waits behind whoever waits for a table: no insert is held up for longer than this. */
const DETACH_LOCK_TIMEOUT = '1s';

/** Tables that are partitioned by the month of the prediction, each with a `<table>_default` for every other time. */
export const MONTHLY_TABLES = ['predictions', 'prediction_feedback'] as const;

export type MonthlyTable = (typeof MONTHLY_TABLES)[number];

/** One partition of one month. */
export interface MonthPartition {
  readonly table: MonthlyTable;
  readonly name: string;
  readonly month: Month;
  /** False between the two steps of removing it. */
  readonly isAttached: boolean;
}

/**
 * Makes the partitions of this month, of the next, and of every other month that has rows in a default partition, where
 * they are missing; safe on several instances at once. Rows of such a month that went to the default partition move
 * over. Reading and writing go on: a partition is filled first and attached then.
 *
 * @returns names of the partitions made
 */
export async function ensurePartitions(manager: EntityManager, now: Date): Promise<string[]> {
  const made: string[] = [];
  for (const table of MONTHLY_TABLES) {
    const months = [monthOf(now), monthOf(now, 1), ...(await strayMonths(manager, table))];
    for (const month of months) {
      const name = `${table}_${month.name}`;
      if (await exists(manager, name)) continue;
      if (await manager.transaction((transaction) => make(transaction, table, name, month))) made.push(name);
    }
  }
  return made;
}

/** Every partition of a month, oldest first, those that an interrupted removal left behind among them. */
export async function listPartitions(manager: EntityManager): Promise<MonthPartition[]> {
  const found: MonthPartition[] = [];
  for (const table of MONTHLY_TABLES) {
    const rows = await manager.query<{ name: string; attached: boolean }[]>(
      `SELECT c.relname AS name, EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid) AS attached
       FROM pg_class c
       WHERE c.relkind = 'r' AND c.relname ~ $1
         AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = to_regclass($2))`,
      [`^${table}_[0-9]{4}_[0-9]{2}$`, table],
    );
    for (const { name, attached } of rows) {
      const month = monthNamed(name.slice(table.length + 1));
      if (month) found.push({ table, name, month, isAttached: attached });
    }
  }
  return found.toSorted((a, b) => a.month.from.getTime() - b.month.from.getTime());
}

/**
 * Removes a partition with its rows: taken out of its table under a short lock, and dropped when nobody can reach it
 * any more. Several instances may do so at once.
 *
 * @returns whether this call dropped it
 * @throws the error of a lock that was not to be had in time; nothing has changed then, or it is taken out and the next
 * call goes on
 */
export async function dropPartition(manager: EntityManager, partition: MonthPartition): Promise<boolean> {
  const { table, name } = partition;
  await manager.transaction(async (transaction) => {
    await lock(transaction);
    const [row] = await transaction.query<{ attached: boolean }[]>(
      'SELECT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass($1)) AS attached',
      [name],
    );
    if (!row?.attached) return;
    await transaction.query(`SET LOCAL lock_timeout = '${DETACH_LOCK_TIMEOUT}'`);
    // CONCURRENTLY is not to be had beside a default partition.
    await transaction.query(`ALTER TABLE ${table} DETACH PARTITION ${name}`);
  });
  return manager.transaction(async (transaction) => {
    await lock(transaction);
    if (!(await exists(transaction, name))) return false;
    await transaction.query(`DROP TABLE ${name}`);
    return true;
  });
}

/** Rows outside of every month that has a partition. */
export async function countStrays(manager: EntityManager): Promise<number> {
  let strays = 0;
  for (const table of MONTHLY_TABLES) {
    const [row] = await manager.query<{ rows: number }[]>(
      `SELECT count(*)::int AS rows FROM ${table}_default`,
    );
    strays += row?.rows ?? 0;
  }
  return strays;
}

async function strayMonths(manager: EntityManager, table: MonthlyTable): Promise<Month[]> {
  const rows = await manager.query<{ name: string }[]>(
    `SELECT DISTINCT to_char(created_at AT TIME ZONE 'UTC', 'YYYY_MM') AS name FROM ${table}_default`,
  );
  return rows.flatMap(({ name }) => monthNamed(name) ?? []);
}

async function exists(manager: EntityManager, name: string): Promise<boolean> {
  const [row] = await manager.query<{ there: boolean }[]>('SELECT to_regclass($1) IS NOT NULL AS there', [
    name,
  ]);
  return row?.there === true;
}

async function lock(transaction: EntityManager): Promise<void> {
  await transaction.query('SELECT pg_advisory_xact_lock($1)', [PARTITION_LOCK]);
}

async function make(
  transaction: EntityManager,
  table: MonthlyTable,
  name: string,
  month: Month,
): Promise<boolean> {
  await lock(transaction);
  if (await exists(transaction, name)) return false;
  const [from, to] = [month.from.toISOString(), month.to.toISOString()];
  // Attaching checks the default partition for rows of the month: none may arrive in between.
  await transaction.query(`LOCK TABLE ${table}_default IN ACCESS EXCLUSIVE MODE`);
  await transaction.query(`CREATE TABLE ${name} (LIKE ${table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)`);
  await transaction.query(
    `WITH moved AS (DELETE FROM ${table}_default WHERE created_at >= $1 AND created_at < $2 RETURNING *)
     INSERT INTO ${name} SELECT * FROM moved`,
    [from, to],
  );
  await transaction.query(
    `ALTER TABLE ${table} ATTACH PARTITION ${name} FOR VALUES FROM ('${from}') TO ('${to}')`,
  );
  return true;
}
