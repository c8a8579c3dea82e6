import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, realpath, rename, rm, type FileHandle } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';

import { isOwnerRunning, startMark } from '../database/process-identity.js';

const DRAFT = /^(\d+)-(\w+)-[\da-f-]{36}$/;
const DRAFT_FOLDER = '.drafts';

/**
 * Writes a file so that it is there whole or not at all, also after a power cut: draft, fsync, rename, fsync of the folder.
 *
 * @param root absolute; holds drafts beside the files, as a rename must not cross file systems
 * @param path absolute, below `root`
 * @throws the file system's error; nothing is left behind then. ELOOP when a folder on the way leads elsewhere
 */
export async function writeWhole(root: string, path: string, bytes: Uint8Array): Promise<void> {
  const drafts = join(root, DRAFT_FOLDER);
  await mkdir(drafts, { recursive: true, mode: 0o700 });
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await assertReal(root, dirname(path));
  const draft = join(drafts, `${process.pid}-${startMark(process.pid)}-${randomUUID()}`);
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/**
 * Reads a file that is neither a link nor reached through one.
 *
 * @returns undefined when it is not there, or is not a file
 * @throws Error ELOOP when it is a link, or a folder on the way leads out of `root`
 */
export async function readReal(root: string, path: string, maxBytes: number): Promise<Buffer | undefined> {
  let file: FileHandle;
  try {
    await assertReal(root, dirname(path));
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const facts = await file.stat();
    if (!facts.isFile() || facts.size > maxBytes) return undefined;
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/**
 * Removes a file that is not reached through a link. Does nothing when it is not there.
 *
 * @returns its size in bytes
 * @throws Error ELOOP when a folder on the way leads out of `root`
 */
export async function removeReal(root: string, path: string): Promise<number> {
  try {
    await assertReal(root, dirname(path));
    const { size } = await lstat(path);
    await rm(path, { force: true });
    return size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

/** Removes drafts of processes that are gone. Does nothing when there are none. */
export async function removeDeadDrafts(root: string): Promise<void> {
  const folder = join(root, DRAFT_FOLDER);
  const names = await readdir(folder).catch(() => [] as string[]);
  for (const name of names) {
    const [, pid, mark] = DRAFT.exec(name) ?? [];
    if (pid !== undefined && !isOwnerRunning(Number(pid), mark ?? ''))
      await rm(join(folder, name), { force: true });
  }
}

/** The folder must be where its name says: a link in place of one of its parts would lead a key elsewhere. */
async function assertReal(root: string, folder: string): Promise<void> {
  const [realRoot, realFolder] = await Promise.all([realpath(root), realpath(folder)]);
  if (realFolder === realRoot + folder.slice(root.length)) return;
  throw Object.assign(new Error('a part of the folder is a symbolic link'), { code: 'ELOOP' });
}

/** Not every file system lets a folder be synced; one that does not has nothing to sync. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync().catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EINVAL' && error.code !== 'EPERM' && error.code !== 'ENOTSUP') throw error;
    });
  } finally {
    await handle.close();
  }
}
