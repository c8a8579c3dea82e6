import type { OnApplicationShutdown } from '@nestjs/common';

import { AppError } from '../common/errors.js';
import { contentTypeOf, isObjectKey, newObjectKey } from './object-key.js';
import type { ObjectSpool } from './object-spool.js';
import { ObjectStorage, type ObjectKind, type StorageStatus, type StoredObject } from './object-storage.js';
import type { Outbox } from './outbox.js';
import type { RemoteAccess } from './remote-access.js';
import type { RemoteStore } from './remote-store.js';
import { assertObjectSize, diskReason, storageUnavailable } from './storage-fault.js';

export interface SpoolLimits {
  readonly maxObjectBytes: number;
  /** Of what waits for the remote store. */
  readonly maxWaitingBytes: number;
  readonly maxWaitingObjects: number;
}

/** Part of the drain time: what has not been sent by then is on disk and goes with the next start. */
const CLOSE_MS = 2000;
/** Removals are small, and what a person asked to erase must not be refused for pictures that wait. */
const REMOVALS_FACTOR = 2;

/**
 * Objects in a remote store, by way of the disk: an object is safe once it lies in the spool, and leaves it when the store has
 * taken it. So the store may be away for as long as the spool has room, and a kill loses nothing.
 */
export class SpooledStorage extends ObjectStorage implements OnApplicationShutdown {
  constructor(
    private readonly store: RemoteStore,
    private readonly access: RemoteAccess,
    private readonly spool: ObjectSpool,
    private readonly outbox: Outbox,
    private readonly limits: SpoolLimits,
  ) {
    super();
  }

  get status(): StorageStatus {
    const { objects, bytes } = this.spool;
    const isFine = this.access.reason === null && this.access.breakerState === 0;
    return {
      driver: this.store.driver,
      state: isFine ? 'up' : 'degraded',
      reason: this.access.reason,
      waiting: { objects, bytes },
    };
  }

  async put(
    kind: ObjectKind,
    bytes: Uint8Array,
    contentType: string,
    key = newObjectKey(kind, contentType),
  ): Promise<{ readonly key: string }> {
    if (!isObjectKey(key)) throw new TypeError('a key that newObjectKey did not make');
    assertObjectSize(bytes, this.limits.maxObjectBytes);
    if (!this.hasRoom(bytes.byteLength)) throw this.full();
    try {
      await this.spool.add('put', key, bytes);
    } catch (error) {
      // A full disk here is no reason while the store itself takes it.
      await this.direct('put', diskReason(error), (signal) => this.store.put(key, bytes, signal));
      return { key };
    }
    this.outbox.wake();
    return { key };
  }

  async get(key: string): Promise<StoredObject | undefined> {
    if (!isObjectKey(key)) return undefined;
    const waiting = this.spool.latest(key);
    if (waiting?.operation === 'delete') return undefined;
    // It may be sent, and so be gone from the disk, in this very moment.
    const bytes =
      (waiting && (await this.spool.read(waiting))) ??
      (await this.direct('get', undefined, (signal) => this.store.get(key, signal)));
    return bytes && { bytes, contentType: contentTypeOf(key) };
  }

  async delete(key: string): Promise<void> {
    if (!isObjectKey(key)) return;
    if (this.spool.objects >= this.limits.maxWaitingObjects * REMOVALS_FACTOR) throw this.full();
    await this.outbox.takeBack(key);
    try {
      // Also for one that was taken back: an attempt to send it may have arrived although it seemed to fail.
      await this.spool.add('delete', key, Buffer.alloc(0));
    } catch (error) {
      await this.direct('delete', diskReason(error), (signal) => this.store.delete(key, signal));
      return;
    }
    this.outbox.wake();
  }

  async probe(): Promise<void> {
    await this.direct('check', undefined, (signal) => this.store.check(signal));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.outbox.close(CLOSE_MS);
    this.access.close();
    this.store.close();
  }

  private hasRoom(bytes: number): boolean {
    const { maxWaitingBytes, maxWaitingObjects } = this.limits;
    return this.spool.bytes + bytes <= maxWaitingBytes && this.spool.objects < maxWaitingObjects;
  }

  private full(): AppError {
    const why = this.access.reason === null ? '' : ` (${this.access.reason})`;
    return storageUnavailable(`too much waits to be sent${why}`);
  }

  /** @param otherwise what is wrong here, for a call that only makes up for it */
  private async direct<T>(
    operation: 'put' | 'get' | 'delete' | 'check',
    otherwise: string | undefined,
    call: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (!this.access.tryEnter())
      throw storageUnavailable(this.access.reason ?? otherwise ?? 'it does not answer');
    try {
      return await this.access.run(operation, call);
    } catch (error) {
      throw storageUnavailable([otherwise, (error as Error).message].filter(Boolean).join('; '), error);
    }
  }
}
