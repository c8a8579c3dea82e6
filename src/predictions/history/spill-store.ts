import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { isOwnerRunning, startMark } from '../../database/process-identity.js';
import type { Spill } from './write-behind.js';

/** Bytes read at once when rows are taken back; a longer row makes it read further. */
const CHUNK_BYTES = 1024 * 1024;
const FILE_NAME = /^history-(\d+)-(\w+)-(\d+)\.jsonl$/;
const NEWLINE = 0x0a;

interface SpillFile {
  readonly path: string;
  /** Bytes already taken back. */
  offset: number;
  size: number;
}

/** Lines read from disk; `done` forgets them there. */
export interface SpilledBatch {
  readonly lines: string[];
  readonly done: () => Promise<void>;
}

/**
 * Rows on disk while the database is away: append-only files of JSON lines, each append synced before it counts. Files that a
 * server left behind when it died are adopted by the next one on the same folder; those of a running one are let alone.
 */
export class SpillStore implements Spill {
  readonly #files: SpillFile[] = [];
  #handle: number | undefined;
  #number = 0;

  constructor(
    private readonly folder: string,
    private readonly maxBytes: number,
  ) {}

  /** Bytes on disk that are not yet in the database. */
  get bytes(): number {
    return this.#files.reduce((sum, file) => sum + file.size - file.offset, 0);
  }

  get isEmpty(): boolean {
    return this.#files.length === 0;
  }

  get hasRoom(): boolean {
    return this.bytes < this.maxBytes;
  }

  /** Takes over what dead servers left. Does nothing when the folder does not exist. */
  adopt(): void {
    let names: string[];
    try {
      names = readdirSync(this.folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw error;
    }
    for (const name of names.toSorted()) {
      const [, pid, started] = FILE_NAME.exec(name) ?? [];
      if (pid === undefined || started === undefined || isOwnerRunning(Number(pid), started)) continue;
      const path = this.#nextPath();
      try {
        renameSync(join(this.folder, name), path);
        this.#files.push({ path, offset: 0, size: statSync(path).size });
      } catch (error) {
        // Another server adopted it first.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
  }

  /**
   * Appends lines and syncs them to disk. Blocks for some milliseconds: it runs only while the database is away, and must also
   * work while the process is on its way out.
   *
   * @returns how many lines, from the first, were taken before the limit of bytes was reached
   * @throws Error of the system when the disk takes none of them
   */
  append(lines: readonly string[]): number {
    let room = this.maxBytes - this.bytes;
    let taken = 0;
    for (const line of lines) {
      room -= Buffer.byteLength(line) + 1;
      if (room < 0) break;
      taken++;
    }
    if (taken === 0) return 0;
    const data = Buffer.from(`${lines.slice(0, taken).join('\n')}\n`);
    const file = this.#open();
    try {
      for (let at = 0; at < data.length;) at += writeSync(this.#handle!, data, at);
      fsyncSync(this.#handle!);
    } catch (error) {
      this.#takeBack(file);
      throw error;
    }
    file.size += data.length;
    return taken;
  }

  /** A full disk may have taken the first part of what was appended: what comes after it would be read from the wrong place. */
  #takeBack(file: SpillFile): void {
    try {
      ftruncateSync(this.#handle!, file.size);
    } catch {
      // Nothing is read beyond the size that we know; the next append begins another file.
      this.close();
    }
  }

  /** The oldest lines on disk, at least one unless there are none; a line cut off by a crash is left out. */
  async oldest(maxLines: number): Promise<SpilledBatch | undefined> {
    const file = this.#files[0];
    if (!file) return undefined;
    if (this.#files.length === 1) this.close();
    const data = await readLines(file);
    let end = 0;
    const lines: string[] = [];
    while (lines.length < maxLines) {
      const newline = data.indexOf(NEWLINE, end);
      if (newline < 0) break;
      const line = data.toString('utf8', end, newline);
      if (line.startsWith('{') && line.endsWith('}')) lines.push(line);
      end = newline + 1;
    }
    const isRest = end === 0;
    return {
      lines,
      done: async () => {
        file.offset = isRest ? file.size : file.offset + end;
        if (file.offset < file.size) return;
        await rm(file.path, { force: true });
        this.#files.splice(this.#files.indexOf(file), 1);
      },
    };
  }

  /** Ends the file that is appended to; the next append begins another one. */
  close(): void {
    if (this.#handle === undefined) return;
    closeSync(this.#handle);
    this.#handle = undefined;
  }

  #open(): SpillFile {
    const last = this.#files.at(-1);
    if (this.#handle !== undefined && last) return last;
    mkdirSync(this.folder, { recursive: true });
    const file = { path: this.#nextPath(), offset: 0, size: 0 };
    this.#handle = openSync(file.path, 'ax', 0o600);
    this.#files.push(file);
    return file;
  }

  #nextPath(): string {
    const name = `history-${process.pid}-${startMark(process.pid)}-${String(this.#number++).padStart(6, '0')}.jsonl`;
    return join(this.folder, name);
  }
}

async function readLines(file: SpillFile): Promise<Buffer> {
  const handle = await open(file.path, 'r');
  try {
    for (let length = CHUNK_BYTES; ; length *= 2) {
      const wanted = Math.min(length, file.size - file.offset);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(wanted), 0, wanted, file.offset);
      const data = buffer.subarray(0, bytesRead);
      if (data.includes(NEWLINE) || wanted === file.size - file.offset) return data;
    }
  } finally {
    await handle.close();
  }
}
