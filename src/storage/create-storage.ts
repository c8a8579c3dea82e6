import { resolve } from 'node:path';

import { Logger } from '@nestjs/common';

import type { Env } from '../config/env.js';
import type { Metrics } from '../metrics/metrics.js';
import { LocalStorage } from './local-storage.js';
import { NoStorage } from './no-storage.js';
import type { ObjectStorage } from './object-storage.js';
import type { StorageObserver } from './storage-observer.js';

const MB = 1024 * 1024;

/** The storage that STORAGE_DRIVER names. */
export async function createStorage(env: Env, metrics: Metrics): Promise<ObjectStorage> {
  switch (env.STORAGE_DRIVER) {
    case 'none':
      return new NoStorage();
    default:
      return openLocal(env, metrics);
  }
}

async function openLocal(env: Env, metrics: Metrics): Promise<LocalStorage> {
  const root = resolve(env.STORAGE_DIR ?? resolve(env.DATA_DIR, 'storage', 'objects'));
  const limits = {
    maxObjectBytes: env.STORAGE_MAX_OBJECT_SIZE,
    quotaBytes: env.STORAGE_QUOTA_MB * MB,
  };
  const storage = new LocalStorage(root, limits, observe(metrics));
  metrics.onScrape((gauges) => gauges.storageUsed(storage.used));
  await storage.open();
  return storage;
}

function observe(metrics: Metrics): StorageObserver {
  const logger = new Logger('Storage');
  return {
    operation: (operation, outcome, seconds) => metrics.storageOperation(operation, outcome, seconds),
    fault: (reason, cause) => logger.warn('objects cannot be kept', { reason, err: cause }),
  };
}
