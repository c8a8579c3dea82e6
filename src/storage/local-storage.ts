import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { AppError } from '../common/errors.js';
import { contentTypeOf, isObjectKey, newObjectKey } from './object-key.js';
import { ObjectStorage, type ObjectKind, type StorageStatus, type StoredObject } from './object-storage.js';
import { pathUnder } from './path-under.js';
import { readReal, removeDeadDrafts, removeReal, writeWhole } from './safe-files.js';
import { asStorageError, assertObjectSize, isAboutOneObject, storageUnavailable } from './storage-fault.js';
import type { StorageObserver } from './storage-observer.js';

export interface LocalLimits {
  readonly maxObjectBytes: number;
  /** Of all objects together. */
  readonly quotaBytes: number;
}

const PROBE = '.probe';
/** Others may have removed objects meanwhile; counting again costs a walk through the folder. */
const RECOUNT_MS = 60_000;
const NOTHING_WAITS = { objects: 0, bytes: 0 };

/** Objects as files below one folder. Several servers may share it. */
export class LocalStorage extends ObjectStorage {
  private usedBytes = 0;
  private countedAt = -Infinity;
  private counting: Promise<void> | undefined;
  private reason: string | null = null;

  /** @param root absolute; made when the first object comes */
  constructor(
    private readonly root: string,
    private readonly limits: LocalLimits,
    private readonly observer: StorageObserver,
  ) {
    super();
  }

  get status(): StorageStatus {
    const state = this.reason === null ? 'up' : 'degraded';
    return { driver: 'local', state, reason: this.reason, waiting: NOTHING_WAITS };
  }

  /** Bytes of all objects as far as this process knows. */
  get used(): number {
    return this.usedBytes;
  }

  /** Removes what killed servers left half written, and begins to count what is there. Never rejects. */
  async open(): Promise<void> {
    await removeDeadDrafts(this.root);
    void this.count();
  }

  async put(
    kind: ObjectKind,
    bytes: Uint8Array,
    contentType: string,
    key = newObjectKey(kind, contentType),
  ): Promise<{ readonly key: string }> {
    const path = this.pathOf(key);
    if (path === undefined) throw new TypeError('a key that newObjectKey did not make');
    return this.observed('put', async () => {
      assertObjectSize(bytes, this.limits.maxObjectBytes);
      await this.assertRoom(bytes.byteLength);
      await writeWhole(this.root, path, bytes);
      this.usedBytes += bytes.byteLength;
      this.recover();
      return { key };
    });
  }

  async get(key: string): Promise<StoredObject | undefined> {
    return this.observed('get', async () => {
      const path = this.pathOf(key);
      const bytes = path && (await readReal(this.root, path, this.limits.maxObjectBytes));
      return bytes ? { bytes, contentType: contentTypeOf(key) } : undefined;
    });
  }

  async delete(key: string): Promise<void> {
    await this.observed('delete', async () => {
      const path = this.pathOf(key);
      if (path === undefined) return;
      this.usedBytes = Math.max(0, this.usedBytes - (await removeReal(this.root, path)));
    });
  }

  async probe(): Promise<void> {
    try {
      await writeWhole(this.root, join(this.root, PROBE), Buffer.from('probe'));
      await rm(join(this.root, PROBE), { force: true });
      await this.assertRoom(0);
      this.recover();
    } catch (error) {
      throw this.noted(error);
    }
  }

  private pathOf(key: string): string | undefined {
    return isObjectKey(key) ? pathUnder(this.root, key) : undefined;
  }

  private async assertRoom(bytes: number): Promise<void> {
    if (this.countedAt === -Infinity) await this.count();
    const isOver = (): boolean => this.usedBytes + bytes > this.limits.quotaBytes;
    if (isOver() && performance.now() - this.countedAt > RECOUNT_MS) await this.count();
    if (isOver()) throw storageUnavailable('STORAGE_QUOTA_MB is used up');
  }

  /** One walk at a time. What is put or removed during it may be counted twice or not at all, until the next one. */
  private count(): Promise<void> {
    const walk = async (): Promise<void> => {
      this.usedBytes = await sizeOf(this.root);
      this.countedAt = performance.now();
      this.counting = undefined;
    };
    this.counting ??= walk();
    return this.counting;
  }

  private async observed<T>(operation: 'put' | 'get' | 'delete', run: () => Promise<T>): Promise<T> {
    const startMs = performance.now();
    let isOk = false;
    try {
      const result = await run();
      isOk = true;
      return result;
    } catch (error) {
      throw this.noted(error);
    } finally {
      this.observer.operation(operation, isOk ? 'ok' : 'failed', (performance.now() - startMs) / 1000);
    }
  }

  private recover(): void {
    if (this.reason !== null) this.observer.recovered();
    this.reason = null;
  }

  /** One object that is too large says nothing about the next one. */
  private noted(error: unknown): AppError {
    const told = asStorageError(error);
    if (isAboutOneObject(told)) return told;
    const reason = String(told.details['reason']);
    if (this.reason !== reason) this.observer.fault(reason, told.cause);
    this.reason = reason;
    return told;
  }
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += await sizeOf(path);
    else if (entry.isFile()) bytes += (await stat(path).catch(() => ({ size: 0 }))).size;
  }
  return bytes;
}
