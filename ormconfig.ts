import type { Socket } from 'node:net';

import { DataSource } from 'typeorm';
import type { DataSourceOptions } from 'typeorm';

import { migrations } from './migrations/index.js';
import { loadEnv } from './src/config/env.js';
import type { Env } from './src/config/env.js';
import { DatabaseLogger } from './src/database/database-logger.js';
import { observedPostgres } from './src/database/observed-pool.js';
import { RoutingChangeEntity } from './src/models/routing/routing-change.entity.js';
import { FeedbackEntity } from './src/predictions/feedback/feedback.entity.js';
import { PredictionEntity } from './src/predictions/history/prediction.entity.js';
import { ReplayEntity } from './src/predictions/replays/replay.entity.js';
import { ReplayRowEntity } from './src/predictions/replays/replay-row.entity.js';
import { SubjectEntity } from './src/subjects/subject.entity.js';
import { SubjectRecordEntity } from './src/subjects/subject-record.entity.js';
import { SessionEntity } from './src/sessions/session.entity.js';
import { SessionTrackEntity } from './src/sessions/tracking/session-track.entity.js';

/** PGlite runs one statement at a time, so more connections would only wait inside it. */
const EMBEDDED_POOL_SIZE = 5;

export interface DatabaseUse {
  /** `serve`: the tuned pool. `maintain`: two connections without time limits, for migrations. Default `serve`. */
  readonly purpose?: 'serve' | 'maintain';
  /** Makes the socket to the embedded database, which is used instead of DATABASE_URL. */
  readonly embedded?: () => Socket;
}

/**
 * The one description of the database: the server, the TypeORM command line and the drift check all read it.
 *
 * `statement_timeout` is kept by the server, `query_timeout` by this side: only the latter ends the wait for a frozen server,
 * and only it works with the embedded database.
 */
export function dataSourceOptions(env: Env, use: DatabaseUse = {}): DataSourceOptions {
  const logger = new DatabaseLogger();
  return {
    type: 'postgres',
    driver: observedPostgres,
    ...(use.embedded
      ? { host: '127.0.0.1', username: 'postgres', database: 'postgres' }
      : { url: env.DATABASE_URL }),
    applicationName: 'sibyl',
    extra: {
      ...(use.embedded ? { stream: use.embedded } : {}),
      ...(use.purpose === 'maintain' ? maintenancePool(env) : servingPool(env, use)),
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    },
    // Without a handler the error of an idle connection ends the process.
    poolErrorHandler: (error: Error) => logger.connectionLost(error),
    entities: [
      PredictionEntity,
      FeedbackEntity,
      ReplayEntity,
      ReplayRowEntity,
      RoutingChangeEntity,
      SessionEntity,
      SessionTrackEntity,
      SubjectEntity,
      SubjectRecordEntity,
    ],
    migrations,
    synchronize: false,
    installExtensions: false,
    maxQueryExecutionTime: 1000,
    logger,
  };
}

function servingPool(env: Env, use: DatabaseUse): Record<string, number> {
  const size = use.embedded ? EMBEDDED_POOL_SIZE : env.DATABASE_POOL_SIZE;
  return {
    max: use.embedded ? size : size + env.DATABASE_POOL_OVERFLOW,
    min: size,
    connectionTimeoutMillis: env.DATABASE_POOL_TIMEOUT_MS,
    idleTimeoutMillis: 10_000,
    // Spread, so that instances started together do not reconnect together.
    maxLifetimeSeconds: Math.round(env.DATABASE_POOL_RECYCLE_SECONDS * (0.9 + 0.1 * Math.random())),
    statement_timeout: 5000,
    query_timeout: 6000,
    lock_timeout: 2000,
    idle_in_transaction_session_timeout: 10_000,
  };
}

function maintenancePool(env: Env): Record<string, number> {
  return {
    max: 2,
    connectionTimeoutMillis: env.DATABASE_POOL_TIMEOUT_MS,
    query_timeout: 600_000,
    lock_timeout: 10_000,
  };
}

/**
 * What the TypeORM command line connects to. A wrong configuration is told when it connects, not when this file is read:
 * the server reads it too, and tells all faults at once itself.
 */
class CommandLineDataSource extends DataSource {
  readonly #fault: Error | undefined;

  constructor() {
    let fault: Error | undefined;
    let options: DataSourceOptions = { type: 'postgres' };
    try {
      const env = loadEnv();
      options = dataSourceOptions(env, { purpose: 'maintain' });
      if (env.DATABASE_URL === undefined) {
        fault = new Error(
          'DATABASE_URL is not set; it has to name a PostgreSQL database. The server migrates its embedded database itself.',
        );
      }
    } catch (error) {
      fault = error as Error;
    }
    super(options);
    this.#fault = fault;
  }

  override async initialize(): Promise<this> {
    if (this.#fault) throw this.#fault;
    return super.initialize();
  }
}

export default new CommandLineDataSource();
