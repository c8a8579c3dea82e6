import { DataSource } from 'typeorm';

import { dataSourceOptions } from '../../ormconfig.js';
import type { Env } from '../config/env.js';
import type { DatabaseStatus, PoolFigures } from './database-status.js';
import type { EmbeddedPostgres } from './embedded/embedded-postgres.js';
import { migrate } from './migrate.js';
import type { ObservedPool, WaitListener } from './observed-pool.js';
import { RecentWaits } from './pool-waits.js';
import { databaseFacts, setupNotices } from './setup-notices.js';

/** Where the rows are: PostgreSQL at DATABASE_URL, an embedded one in DATA_DIR, or nowhere. Owns the pool. */
export class DatabaseSource {
  readonly kind: DatabaseStatus['kind'];
  /** Usable after `open`. */
  readonly dataSource: DataSource;
  readonly #waits = new RecentWaits();
  readonly #waitListeners: WaitListener[] = [];

  /** @param embedded the embedded server, used when neither DATABASE_URL nor DATABASE_MODE=off is set */
  constructor(
    private readonly env: Env,
    private readonly embedded: EmbeddedPostgres,
  ) {
    if (env.DATABASE_MODE === 'off') this.kind = 'none';
    else this.kind = env.DATABASE_URL === undefined ? 'embedded' : 'postgresql';
    this.dataSource = new DataSource(dataSourceOptions(env, this.#use()));
  }

  get pool(): PoolFigures {
    const pool = this.#pgPool;
    const waits = this.#waits.figures;
    if (!pool) return { total: 0, idle: 0, waiting: 0, max: 0, utilisation: 0, waits };
    const { totalCount: total, idleCount: idle, waitingCount: waiting } = pool;
    const { max } = pool.options;
    return { total, idle, waiting, max, utilisation: (total - idle) / max, waits };
  }

  /** Calls `listener` each time that somebody has waited for a connection. */
  onWait(listener: WaitListener): void {
    this.#waitListeners.push(listener);
  }

  /** @throws DataFolderInUseError */
  async claim(): Promise<void> {
    if (this.kind === 'embedded') await this.embedded.start();
  }

  /** Does what can be done about a database that does not answer: replaces the embedded server's process. */
  revive(): void {
    if (this.kind === 'embedded') this.embedded.replace();
  }

  /** Calls `listener` when the embedded server's process dies. */
  onLost(listener: () => void): void {
    this.embedded.onLost(listener);
  }

  /**
   * Connects and brings the schema up to date. May be called again after a failure.
   *
   * @returns names of the migrations that were run, and what an operator should know of the database, a sentence each
   */
  async open(signal: AbortSignal): Promise<{ readonly migrations: string[]; readonly notices: string[] }> {
    if (this.kind === 'embedded') await this.embedded.listening(signal);
    const maintenance = new DataSource(dataSourceOptions(this.env, { ...this.#use(), purpose: 'maintain' }));
    let migrations: string[];
    let notices: string[] = [];
    try {
      await maintenance.initialize();
      migrations = await migrate(maintenance, signal);
      if (this.kind === 'postgresql') {
        const { DATABASE_POOL_SIZE: size, DATABASE_POOL_OVERFLOW: overflow } = this.env;
        notices = setupNotices(await databaseFacts(maintenance), size + overflow);
      }
    } finally {
      await end(maintenance);
    }
    if (!this.dataSource.isInitialized) {
      try {
        await this.dataSource.initialize();
      } catch (error) {
        await end(this.dataSource);
        throw error;
      }
      this.#observe();
    }
    return { migrations, notices };
  }

  async close(): Promise<void> {
    await end(this.dataSource);
  }

  async stop(): Promise<void> {
    if (this.kind === 'embedded') await this.embedded.stop();
  }

  #observe(): void {
    const pool = this.#pgPool;
    if (!pool) return;
    pool.onWait = (ms, isServed) => {
      this.#waits.add(ms);
      for (const listener of this.#waitListeners) listener(ms, isServed);
    };
  }

  #use(): Parameters<typeof dataSourceOptions>[1] {
    return this.kind === 'embedded' ? { embedded: () => this.embedded.socket() } : {};
  }

  get #pgPool(): ObservedPool | undefined {
    return poolOf(this.dataSource).master;
  }
}

/** Also ends the pool that `initialize` leaves behind when it fails half-way. */
async function end(dataSource: DataSource): Promise<void> {
  if (dataSource.isInitialized) return dataSource.destroy();
  const driver = poolOf(dataSource);
  const pool = driver.master;
  delete driver.master;
  await pool?.end();
}

function poolOf(dataSource: DataSource): { master?: ObservedPool } {
  return dataSource.driver as unknown as { master?: ObservedPool };
}
