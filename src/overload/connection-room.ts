import type { Server } from 'node:net';

import { Logger } from '@nestjs/common';

import { openFilesLimit } from '../common/open-files.js';
import { Seldom } from '../common/seldom.js';
import type { Env } from '../config/env.js';

/** What a server has open beside its database connections and the connections of clients: executors, logs, uploads, Redis. */
const OWN_FILES = 160;
const OWN_SHARE = 1 / 4;
const LEAST_CONNECTIONS = 64;
/** With fewer than these, an operator is told. */
const FEW_CONNECTIONS = 512;

/**
 * Connections that clients may have open, so that what the server itself has to open later can be: an executor that is replaced, a
 * connection to the database, a file. Of each port, where there is one of gRPC too.
 *
 * @param limit of open files
 */
export function connectionRoom(limit: number, env: ServerFiles): number {
  const own = OWN_FILES + env.DATABASE_POOL_SIZE + env.DATABASE_POOL_OVERFLOW;
  const ports = env.GRPC_PORT === undefined ? 1 : 2;
  return Math.max(LEAST_CONNECTIONS, Math.floor((limit - Math.max(own, limit * OWN_SHARE)) / ports));
}

/**
 * Closes connections that are too many for the limit of open files. Without it idle clients could use up all of it: then nothing
 * that ends is ever replaced.
 */
export function keepRoom(server: Server, env: ServerFiles, limit = openFilesLimit()): void {
  if (limit === Infinity) return;
  const logger = new Logger('Connections');
  const told = new Seldom();
  const connections = connectionRoom(limit, env);
  server.maxConnections = connections;
  if (connections < FEW_CONNECTIONS) {
    logger.warn('the limit of open files (ulimit -n, LimitNOFILE) leaves few connections', {
      limit,
      connections,
    });
  }
  server.on('drop', () => {
    if (!told.take()) return;
    logger.warn(
      'connections are closed at once: as many are open as the limit of open files leaves room for',
      {
        limit,
        connections,
      },
    );
  });
}

type ServerFiles = Pick<Env, 'GRPC_PORT' | 'DATABASE_POOL_SIZE' | 'DATABASE_POOL_OVERFLOW'>;
