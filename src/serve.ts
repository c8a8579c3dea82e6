import { resolve } from 'node:path';

import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { AppModule } from './app.module.js';
import { createAdapter, setupApp } from './app.setup.js';
import { createLogger, NestLogger } from './common/logger.js';
import { loadEnv } from './config/env.js';
import { modelFolderFault, requireWritableFolders, storageFolderFault } from './process/check-folders.js';
import { letHeapGrow } from './process/heap-growth.js';
import { reloadOnSignal } from './process/reload-signal.js';
import { startStallWatchdog } from './process/stall-watchdog.js';
import { exitWith } from './process/start-fault.js';
import { stopOnSignals } from './process/stop.js';

let isStopping = (): boolean => false;
try {
  letHeapGrow();
  const env = loadEnv();
  requireWritableFolders(env);
  const logger = createLogger(env);
  const storageFault = storageFolderFault(env);
  if (storageFault) logger.error({ reason: storageFault }, 'no upload and no drawn result is kept');
  const reason = modelFolderFault(env);
  if (reason)
    logger.error({ folder: resolve(env.MODEL_DIR), reason }, 'no model is served: MODEL_DIR names none');
  const app = await NestFactory.create<NestFastifyApplication>(AppModule, createAdapter(env), {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  await setupApp(app, logger);
  isStopping = stopOnSignals(app, logger);
  reloadOnSignal(app, logger);
  startStallWatchdog(env, logger);
  await app.listen(env.PORT, env.HOST);
  const url = await app.getUrl();
  logger.info({ url, docs: `${url}/docs`, models: `${url}/v1/models` }, 'listening');
} catch (error) {
  // Stopped while it was starting: that it cannot go on is no fault, and the stop ends the process.
  if (!isStopping()) exitWith(error);
}
