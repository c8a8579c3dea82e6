import { Logger } from '@nestjs/common';
import { MigrationExecutor } from 'typeorm';
import type { DataSource, QueryRunner } from 'typeorm';

/** Key of the advisory lock under which one instance at a time migrates: the bytes of "sibyl". */
const MIGRATION_LOCK = 0x73_69_62_79_6c;
const LOCK_POLL_MS = 200;

/**
 * Brings the schema up to date, all of it or nothing. Several instances may call this at once on one database: one works, the others
 * wait for it.
 *
 * @param dataSource initialized, without a limit on the duration of a query
 * @param signal ends the wait for the lock
 * @returns names of the migrations that this call ran
 */
export async function migrate(dataSource: DataSource, signal: AbortSignal): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    const executor = new MigrationExecutor(dataSource, runner);
    if ((await executor.getPendingMigrations()).length === 0) return [];
    await lock(runner, signal);
    const ran = await executor.executePendingMigrations();
    await runner.commitTransaction();
    return ran.map((migration) => migration.name);
  } catch (error) {
    if (runner.isTransactionActive) await runner.rollbackTransaction();
    throw error;
  } finally {
    await runner.release();
  }
}

/**
 * Begins the transaction that holds the lock: behind a pooler that gives each transaction another connection, a lock of the session
 * would stay with a connection that nobody finds again. Polls: a blocking wait would run into `lock_timeout`, and could not be
 * interrupted.
 */
async function lock(runner: QueryRunner, signal: AbortSignal): Promise<void> {
  for (let isTold = false; ; isTold = true) {
    signal.throwIfAborted();
    await runner.startTransaction();
    const [row] = (await runner.query('SELECT pg_try_advisory_xact_lock($1) AS held', [MIGRATION_LOCK])) as {
      held: boolean;
    }[];
    if (row?.held) return;
    await runner.rollbackTransaction();
    if (!isTold) new Logger('Database').log('another server brings the schema up to date; waiting for it');
    await new Promise((resolve) => setTimeout(resolve, LOCK_POLL_MS));
  }
}
