import { resolve } from 'node:path';

import { CircuitBreaker } from '../cache/circuit-breaker.js';
import type { Env } from '../config/env.js';
import { openCloudinary } from './cloudinary-store.js';
import { ObjectSpool } from './object-spool.js';
import { Outbox } from './outbox.js';
import { RemoteAccess } from './remote-access.js';
import type { RemoteStore } from './remote-store.js';
import { openS3 } from './s3-store.js';
import { SpooledStorage } from './spooled-storage.js';
import type { StorageObserver } from './storage-observer.js';

const MB = 1024 * 1024;
/** Failures in a row after which the store is left alone, and for how long. */
const BREAKER = { failures: 3, openMs: 2000 };

/** What belongs together for a remote store. */
export interface RemoteStorage {
  readonly storage: SpooledStorage;
  readonly access: RemoteAccess;
  /** Where objects go, for the log. */
  readonly place: string;
}

/** Loads the client of STORAGE_DRIVER, adopts what waits on disk and begins to send it. The store itself is not waited for. */
export async function openRemote(
  env: Env,
  observer: StorageObserver,
  { failures, openMs } = BREAKER,
): Promise<RemoteStorage> {
  const store = await openStore(env);
  const name = store.driver === 's3' ? 'S3' : 'Cloudinary';
  const breaker = new CircuitBreaker({ failures, openMs, now: () => performance.now(), random: Math.random });
  const access = new RemoteAccess(name, breaker, env.STORAGE_TIMEOUT_MS, observer);
  const spool = new ObjectSpool(resolve(env.DATA_DIR, 'storage', `spool-${store.driver}`));
  await spool.adopt();
  const outbox = new Outbox(spool, store, access, observer);
  const storage = new SpooledStorage(store, access, spool, outbox, {
    maxObjectBytes: env.STORAGE_MAX_OBJECT_SIZE,
    maxWaitingBytes: env.STORAGE_SPOOL_MAX_MB * MB,
    maxWaitingObjects: env.STORAGE_SPOOL_MAX_OBJECTS,
  });
  outbox.wake();
  return { storage, access, place: store.place };
}

function openStore(env: Env): Promise<RemoteStore> {
  const common = {
    prefix: env.STORAGE_PREFIX === undefined ? '' : `${env.STORAGE_PREFIX.replace(/\/$/, '')}/`,
    timeoutMs: env.STORAGE_TIMEOUT_MS,
    maxObjectBytes: env.STORAGE_MAX_OBJECT_SIZE,
  };
  if (env.STORAGE_DRIVER === 'cloudinary') return openCloudinary(common);
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  return openS3({
    ...common,
    bucket: env.S3_BUCKET ?? '',
    region: env.S3_REGION,
    endpoint: env.S3_ENDPOINT,
    forcePathStyle: env.S3_FORCE_PATH_STYLE,
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined,
  });
}
