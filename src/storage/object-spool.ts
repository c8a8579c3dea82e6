import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { v7 } from 'uuid';

import { isOwnerRunning, startMark } from '../database/process-identity.js';
import { isObjectKey } from './object-key.js';
import { removeDeadDrafts, writeWhole } from './safe-files.js';

/** What is to be done at the remote store. */
export interface SpoolEntry {
  readonly operation: 'put' | 'delete';
  readonly key: string;
  readonly bytes: number;
}

interface Entry extends SpoolEntry {
  readonly file: string;
}

/** Order, owner's process id and start, operation, key with its slashes replaced. */
const FILE_NAME = /^([\da-f-]{36})~(\d+)~(\w+)~(put|delete)~([\w.-]+)$/;

/**
 * What waits for the remote store, on disk, one file each, oldest first. Files of servers that are gone are adopted; those of a
 * running one on the same folder are let alone.
 */
export class ObjectSpool {
  private readonly entries: Entry[] = [];
  private usedBytes = 0;

  /** @param root absolute */
  constructor(private readonly root: string) {}

  get bytes(): number {
    return this.usedBytes;
  }

  get objects(): number {
    return this.entries.length;
  }

  /** Oldest first. */
  get waiting(): readonly SpoolEntry[] {
    return this.entries;
  }

  /** What was asked for last of this key. */
  latest(key: string): SpoolEntry | undefined {
    return this.entries.findLast((entry) => entry.key === key);
  }

  /** Takes over what dead servers left, behind nothing: it is older than whatever comes from now on. */
  async adopt(): Promise<void> {
    await removeDeadDrafts(this.root);
    const names = await readdir(this.root).catch(() => [] as string[]);
    for (const name of names.toSorted()) {
      const [, order, pid, mark, operation, flat] = FILE_NAME.exec(name) ?? [];
      const key = flat?.replaceAll('_', '/') ?? '';
      if (order === undefined || !isObjectKey(key) || isOwnerRunning(Number(pid), mark ?? '')) continue;
      const entry = { operation: operation as SpoolEntry['operation'], key };
      const file = fileName(order, entry);
      try {
        await rename(join(this.root, name), join(this.root, file));
        const { size } = await stat(join(this.root, file));
        this.remember({ ...entry, file, bytes: size });
      } catch (error) {
        // Another server adopted it first.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
  }

  /** Durable when it resolves. @throws the file system's error */
  async add(operation: SpoolEntry['operation'], key: string, bytes: Uint8Array): Promise<void> {
    const entry = { operation, key, bytes: bytes.byteLength };
    const file = fileName(v7(), entry);
    // Counted before it is written, so that what is put at the same time does not pass the limit together.
    this.usedBytes += entry.bytes;
    try {
      await writeWhole(this.root, join(this.root, file), bytes);
    } catch (error) {
      this.usedBytes -= entry.bytes;
      throw error;
    }
    this.entries.push({ ...entry, file });
  }

  /** Undefined when its file is gone. */
  async read(entry: SpoolEntry): Promise<Buffer | undefined> {
    return readFile(join(this.root, (entry as Entry).file)).catch(() => undefined);
  }

  /** Forgets an entry for good. */
  async done(entry: SpoolEntry): Promise<void> {
    const at = this.entries.indexOf(entry as Entry);
    if (at < 0) return;
    this.entries.splice(at, 1);
    this.usedBytes -= entry.bytes;
    await rm(join(this.root, (entry as Entry).file), { force: true });
  }

  private remember(entry: Entry): void {
    this.entries.push(entry);
    this.usedBytes += entry.bytes;
  }
}

function fileName(order: string, { operation, key }: Pick<SpoolEntry, 'operation' | 'key'>): string {
  return [order, process.pid, startMark(process.pid), operation, key.replaceAll('/', '_')].join('~');
}
