import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';

import { closePort } from './close-port.js';
import { endLingering } from '../common/lingering-close.js';
import { Env } from '../config/env.js';
import { Drain } from '../health/drain.js';
import { HistoryWriter } from '../predictions/history/history-writer.js';
import { DeferredActivity } from '../sessions/deferred-activity.js';

/** Time for the rest of the shutdown beside the drain itself, before the process is ended by force. */
const MARGIN_MS = 5000;
const CLOSE_IDLE_MS = 100;
/** A connection over which nothing has come for so long carries no request: one may be on its way until then. */
const SILENT_MS = 1000;

/**
 * SIGTERM: not ready at once, the port stays open for DRAIN_DELAY_MS until load balancers have noticed, then accepted
 * requests are finished and the history is written. SIGINT (Ctrl-C) skips the delay. A second signal ends at once.
 *
 * @returns tells whether it is stopping
 */
export function stopOnSignals(app: NestFastifyApplication, logger: Logger): () => boolean {
  let isStopping = false;
  const server = app.getHttpServer() as Server;
  const closeUnused = watchConnections(server);
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (isStopping) {
      logger.warn({ signal }, 'second signal: ending at once');
      endByForce(app, logger);
    }
    isStopping = true;
    const env = app.get(Env);
    const delayMs = signal === 'SIGTERM' ? env.DRAIN_DELAY_MS : 0;
    logger.info({ signal, delayMs }, 'stopping');
    app.get(Drain).begin();
    setTimeout(
      () => {
        logger.error('requests did not finish in time: ending by force');
        endByForce(app, logger);
      },
      delayMs + env.DRAIN_TIMEOUT_MS + MARGIN_MS,
    ).unref();
    await wait(delayMs);
    await closePort(server);
    setInterval(closeUnused, CLOSE_IDLE_MS).unref();
    await app.close();
    logger.info('stopped');
    logger.flush();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
  return () => isStopping;
}

/**
 * Returns what closes every connection that carries no request. Node's own count of idle ones leaves out those over which
 * nothing has come yet, as browsers and proxies open some ahead, and after close() no timeout ends them either.
 */
function watchConnections(server: Server): () => void {
  const open = new Map<Socket, number>();
  server.on('connection', (socket: Socket) => {
    open.set(socket, performance.now());
    socket.once('close', () => open.delete(socket));
  });
  return () => {
    server.closeIdleConnections();
    endLingering();
    const silentSince = performance.now() - SILENT_MS;
    for (const [socket, openedAt] of open)
      if (socket.bytesRead === 0 && openedAt < silentSince) socket.destroy();
  };
}

/** What is not in the database yet goes to disk. The executors end by themselves: their channel closes with this process. */
function endByForce(app: NestFastifyApplication, logger: Logger): never {
  try {
    app.get(HistoryWriter, { strict: false }).spillNow();
    app.get(DeferredActivity, { strict: false }).saveNow();
  } catch (error) {
    logger.error({ err: error as Error }, 'the history that was not yet written is lost');
  }
  logger.flush();
  process.exit(1);
}
