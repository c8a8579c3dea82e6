import { setTimeout as wait } from 'node:timers/promises';

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';

import { Env } from './config/env.js';
import { Drain } from './health/drain.js';

/** Time for the rest of the shutdown beside the drain itself, before the process is ended by force. */
const MARGIN_MS = 5000;
const CLOSE_IDLE_MS = 100;

/**
 * SIGTERM: not ready at once, the port stays open for DRAIN_DELAY_MS until load balancers have noticed, then accepted
 * requests are finished and the history is written. SIGINT (Ctrl-C) skips the delay. A second signal ends at once.
 */
export function stopOnSignals(app: NestFastifyApplication, logger: Logger): void {
  let isStopping = false;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (isStopping) {
      logger.warn({ signal }, 'second signal: ending at once');
      process.exit(1);
    }
    isStopping = true;
    const env = app.get(Env);
    const delayMs = signal === 'SIGTERM' ? env.DRAIN_DELAY_MS : 0;
    logger.info({ signal, delayMs }, 'stopping');
    app.get(Drain).begin();
    setTimeout(
      () => {
        logger.error('requests did not finish in time: ending by force');
        process.exit(1);
      },
      delayMs + env.DRAIN_TIMEOUT_MS + MARGIN_MS,
    ).unref();
    await wait(delayMs);
    const server = app.getHttpServer() as { closeIdleConnections(): void };
    setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_MS).unref();
    await app.close();
    logger.info('stopped');
    logger.flush();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
}
