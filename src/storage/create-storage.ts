import { resolve } from 'node:path';

import { Logger } from '@nestjs/common';

import type { Env } from '../config/env.js';
import type { Metrics } from '../metrics/metrics.js';
import { LocalStorage } from './local-storage.js';
import { NoStorage } from './no-storage.js';
import type { ObjectStorage } from './object-storage.js';
import { openRemote } from './open-remote.js';
import type { StorageObserver } from './storage-observer.js';

const MB = 1024 * 1024;

/** The storage that STORAGE_DRIVER names. */
export async function createStorage(env: Env, metrics: Metrics): Promise<ObjectStorage> {
  const logger = new Logger('Storage');
  switch (env.STORAGE_DRIVER) {
    case 'none':
      return new NoStorage();
    case 'local':
      return createLocal(env, metrics, logger);
    case 's3':
    case 'cloudinary':
      return createRemote(env, metrics, logger);
  }
}

async function createLocal(env: Env, metrics: Metrics, logger: Logger): Promise<ObjectStorage> {
  const root = resolve(env.STORAGE_DIR ?? resolve(env.DATA_DIR, 'storage', 'objects'));
  const limits = {
    maxObjectBytes: env.STORAGE_MAX_OBJECT_SIZE,
    quotaBytes: env.STORAGE_QUOTA_MB * MB,
  };
  const storage = new LocalStorage(root, limits, observe(metrics, logger));
  metrics.onScrape((gauges) => gauges.storageUsed(storage.used));
  await storage.open();
  return storage;
}

async function createRemote(env: Env, metrics: Metrics, logger: Logger): Promise<ObjectStorage> {
  const { storage, access, place } = await openRemote(env, observe(metrics, logger));
  metrics.onScrape((gauges) => {
    gauges.storageBreaker(access.breakerState);
    gauges.storageWaiting(storage.status.waiting);
  });
  const { objects } = storage.status.waiting;
  if (objects > 0) logger.log('objects found on disk that were not sent', { objects });
  // Wrong settings are told at the start and not at the first upload. A store that is away does not hold up the server.
  storage.probe().then(
    () => logger.log('uploads and results are kept', { place }),
    () => undefined,
  );
  return storage;
}

function observe(metrics: Metrics, logger: Logger): StorageObserver {
  return {
    operation: (operation, outcome, seconds) => metrics.storageOperation(operation, outcome, seconds),
    fault: (reason, cause) => logger.warn('objects cannot be kept or sent', { reason, err: cause }),
    recovered: () => logger.log('objects are kept and sent again'),
    sent: (key, outcome, reason) => {
      metrics.storedObject(key.slice(0, key.indexOf('/')), outcome);
      if (outcome === 'rejected')
        logger.error('an object is lost: the store does not take it', { key, reason });
    },
  };
}
