import type { EntityManager } from 'typeorm';

/** Key of the advisory lock for changes of the partitions: the bytes of "parts". */
const PARTITION_LOCK = 0x70_61_72_74_73;

/** One calendar month in UTC: its first instant and that of the next one. */
export interface Month {
  readonly partition: string;
  readonly from: Date;
  readonly to: Date;
}

/** The month of `at`, or the one `offset` months later. */
export function monthOf(at: Date, offset = 0): Month {
  const from = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + offset, 1));
  const to = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + offset + 1, 1));
  const partition = `predictions_${from.toISOString().slice(0, 7).replace('-', '_')}`;
  return { partition, from, to };
}

/**
 * Makes the partitions of this month and the next where they are missing; safe on several instances at once. Rows of such a
 * month that went to the default partition move over. Reading and writing go on: a partition is filled first and attached then.
 *
 * @returns names of the partitions made
 */
export async function ensurePartitions(manager: EntityManager, now: Date): Promise<string[]> {
  const made: string[] = [];
  for (const month of [monthOf(now), monthOf(now, 1)]) {
    if (await exists(manager, month)) continue;
    const isMade = await manager.transaction((transaction) => make(transaction, month));
    if (isMade) made.push(month.partition);
  }
  return made;
}

async function exists(manager: EntityManager, month: Month): Promise<boolean> {
  const [row] = (await manager.query('SELECT to_regclass($1) IS NOT NULL AS there', [month.partition])) as {
    there: boolean;
  }[];
  return row?.there === true;
}

async function make(manager: EntityManager, month: Month): Promise<boolean> {
  await manager.query('SELECT pg_advisory_xact_lock($1)', [PARTITION_LOCK]);
  if (await exists(manager, month)) return false;
  const [from, to] = [month.from.toISOString(), month.to.toISOString()];
  // Attaching checks the default partition for rows of the month: none may arrive in between.
  await manager.query('LOCK TABLE predictions_default IN ACCESS EXCLUSIVE MODE');
  await manager.query(
    `CREATE TABLE ${month.partition} (LIKE predictions INCLUDING DEFAULTS INCLUDING CONSTRAINTS)`,
  );
  await manager.query(
    `WITH moved AS (DELETE FROM predictions_default WHERE created_at >= $1 AND created_at < $2 RETURNING *)
     INSERT INTO ${month.partition} SELECT * FROM moved`,
    [from, to],
  );
  await manager.query(
    `ALTER TABLE predictions ATTACH PARTITION ${month.partition} FOR VALUES FROM ('${from}') TO ('${to}')`,
  );
  return true;
}
