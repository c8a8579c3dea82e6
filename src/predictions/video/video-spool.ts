import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';

import { Env } from '../../config/env.js';
import { isOwnerRunning, startMark } from '../../database/process-identity.js';

const FILE_NAME = /^(\d+)-(\w+)-[\da-f-]{36}$/;

/** Uploads on disk for as long as their request lasts, since a decoder has to jump about in them. Nobody else may read them. */
@Injectable()
export class VideoSpool implements OnModuleInit {
  private readonly logger = new Logger('Video');
  private readonly folder: string;

  constructor(env: Env) {
    this.folder = resolve(env.DATA_DIR, 'video');
  }

  /** Removes what servers left behind that were killed; files of one that still runs on the same folder stay. */
  async onModuleInit(): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    const left = names.filter((name) => {
      const [, pid, started] = FILE_NAME.exec(name) ?? [];
      return pid !== undefined && !isOwnerRunning(Number(pid), started ?? '');
    });
    await Promise.all(left.map((name) => rm(join(this.folder, name), { force: true })));
    if (left.length > 0) this.logger.warn('removed videos that a killed server left', { files: left.length });
  }

  /**
   * Writes a stream into a file of its own. The caller removes the file, also when this fails.
   *
   * @param path from {@link newPath}
   */
  async write(path: string, content: AsyncIterable<Buffer>, signal: AbortSignal): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    // Open before the first byte: a stream that opens by itself may make the file after a failure, when it has been removed.
    const file = await open(path, 'wx', 0o600);
    try {
      await pipeline(content, file.createWriteStream(), { signal });
    } finally {
      await file.close();
    }
  }

  /** An absolute path for a file that does not exist yet. */
  newPath(): string {
    return join(this.folder, `${process.pid}-${startMark(process.pid)}-${randomUUID()}`);
  }

  /** Does nothing when there is no such file. */
  async remove(path: string): Promise<void> {
    await rm(path, { force: true });
  }
}
