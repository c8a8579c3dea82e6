import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';

import { Seldom } from '../common/seldom.js';
import { Env } from '../config/env.js';
import { Metrics } from '../metrics/metrics.js';
import { newObjectKey } from './object-key.js';
import { ObjectStorage, type ObjectKind } from './object-storage.js';

const MAX_WAITING_BYTES = 64 * 1024 * 1024;
const MAX_WAITING_OBJECTS = 256;
const AT_A_TIME = 4;
/** Part of the drain time. */
const CLOSE_MAX_MS = 5000;

interface Waiting {
  readonly kind: ObjectKind;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly key: string;
}

/**
 * Keeps objects behind the answer: nobody waits for a disk or a network. What does not fit into memory meanwhile is dropped
 * and counted, never queued without bound.
 */
@Injectable()
export class ObjectKeeper implements OnApplicationShutdown {
  private readonly logger = new Logger('Storage');
  private readonly queue: Waiting[] = [];
  private readonly closeMs: number;
  private readonly keys = new Set<string>();
  private bytes = 0;
  private running = 0;
  private readonly warnings = new Seldom();
  private idle: (() => void) | undefined;

  constructor(
    private readonly storage: ObjectStorage,
    private readonly metrics: Metrics,
    env: Env,
  ) {
    this.closeMs = Math.min(env.DRAIN_TIMEOUT_MS, CLOSE_MAX_MS);
  }

  /** Whether {@link keep} would do anything. */
  get isOn(): boolean {
    return this.storage.status.state !== 'off';
  }

  /** Objects that are not safe yet. */
  get waiting(): number {
    return this.queue.length + this.running;
  }

  /** Whether an object was taken over and is not safe yet. */
  isWaiting(key: string): boolean {
    return this.keys.has(key);
  }

  /**
   * Takes an object over and returns its key at once, for the record that refers to it.
   *
   * @param bytes must not be changed afterwards; held until it is on disk
   * @param key from `newObjectKey`, where the record that refers to it was written before; generated otherwise
   * @returns undefined when storage is off or too much waits already: nothing is kept then
   */
  keep(
    kind: ObjectKind,
    bytes: Uint8Array,
    contentType: string,
    key = newObjectKey(kind, contentType),
  ): string | undefined {
    if (!this.isOn) return undefined;
    if (this.waiting >= MAX_WAITING_OBJECTS || this.bytes + bytes.byteLength > MAX_WAITING_BYTES) {
      this.dropped(kind, 'too many objects wait for the disk');
      return undefined;
    }
    this.keys.add(key);
    this.bytes += bytes.byteLength;
    this.queue.push({ kind, bytes, contentType, key });
    this.next();
    return key;
  }

  /** Waits, for a bounded time, for what it has taken over. */
  async onApplicationShutdown(): Promise<void> {
    if (this.waiting === 0) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.idle = resolve;
      timer = setTimeout(resolve, this.closeMs);
    });
    clearTimeout(timer);
    if (this.waiting > 0) this.logger.warn('objects were not kept in time', { objects: this.waiting });
  }

  private next(): void {
    while (this.running < AT_A_TIME) {
      const object = this.queue.shift();
      if (!object) break;
      this.running += 1;
      void this.write(object);
    }
  }

  private async write({ kind, bytes, contentType, key }: Waiting): Promise<void> {
    try {
      await this.storage.put(kind, bytes, contentType, key);
      this.metrics.storedObject(kind, 'kept');
    } catch (error) {
      this.dropped(kind, (error as Error).message);
    } finally {
      this.running -= 1;
      this.keys.delete(key);
      this.bytes -= bytes.byteLength;
      this.next();
      if (this.waiting === 0) this.idle?.();
    }
  }

  private dropped(kind: ObjectKind, reason: string): void {
    this.metrics.storedObject(kind, 'dropped');
    if (this.warnings.take()) this.logger.warn('an object is not kept', { kind, reason });
  }
}
