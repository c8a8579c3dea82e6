import { ObjectStorage, type StorageStatus, type StoredObject } from './object-storage.js';
import { storageUnavailable } from './storage-fault.js';

/** STORAGE_DRIVER=none: nothing is kept. */
export class NoStorage extends ObjectStorage {
  readonly status: StorageStatus = {
    driver: 'none',
    state: 'off',
    reason: null,
    waiting: { objects: 0, bytes: 0 },
  };

  put(): Promise<never> {
    return Promise.reject(storageUnavailable('it is switched off (STORAGE_DRIVER=none)'));
  }

  get(): Promise<StoredObject | undefined> {
    return Promise.resolve(undefined);
  }

  delete(): Promise<void> {
    return Promise.resolve();
  }

  probe(): Promise<void> {
    return Promise.resolve();
  }
}
