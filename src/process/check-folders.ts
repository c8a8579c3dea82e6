import { accessSync, constants, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { ConfigError, type Env } from '../config/env.js';

/** What no waiting mends. A full disk does not belong here: it may have room later, and until then much goes on. */
const LASTING = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENAMETOOLONG', 'ELOOP']);

/** Made by the server. One that ran as somebody else has left them to that user. */
const WITHIN_DATA = ['history', 'models', 'sessions', 'video'];

type Folders = Pick<Env, 'DATA_DIR' | 'DATABASE_MODE' | 'DATABASE_URL'>;

/** @throws ConfigError naming each folder that this process may not write to, with the reason and what would be right */
export function requireWritableFolders(env: Folders): void {
  const faults = [writeFault('DATA_DIR', env.DATA_DIR)];
  if (faults[0] === null) {
    const isEmbedded = env.DATABASE_MODE !== 'off' && env.DATABASE_URL === undefined;
    const names = isEmbedded ? [...WITHIN_DATA, 'postgres'] : WITHIN_DATA;
    const inner = names.map((name) => join(env.DATA_DIR, name)).filter((path) => existsSync(path));
    faults.push(...inner.map((path) => writeFault('DATA_DIR: its folder', path)));
  }
  const found = faults.filter((fault) => fault !== null);
  if (found.length > 0) throw new ConfigError(found);
}

/** Why nothing can be kept in STORAGE_DIR, which predictions do without; null where it can. */
export function storageFolderFault(env: Pick<Env, 'STORAGE_DIR' | 'STORAGE_DRIVER'>): string | null {
  if (env.STORAGE_DRIVER !== 'local' || env.STORAGE_DIR === undefined) return null;
  return writeFault('STORAGE_DIR', env.STORAGE_DIR);
}

/** Why no model can be read; null where there is a folder. */
export function modelFolderFault({ MODEL_DIR: folder }: Pick<Env, 'MODEL_DIR'>): string | null {
  try {
    if (!statSync(folder).isDirectory()) return 'it is a file, not a folder';
    accessSync(folder, constants.R_OK | constants.X_OK);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? 'it does not exist' : `${whoAmI()} may not read it (${code})`;
  }
}

function writeFault(setting: string, folder: string): string | null {
  const path = resolve(folder);
  try {
    mkdirSync(path, { recursive: true });
    const probe = join(path, `.write-${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe, { force: true });
    return null;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!LASTING.has(code)) return null;
    const isNoFolder = code === 'EEXIST' || code === 'ENOTDIR';
    const reason = isNoFolder ? 'is a file, or lies below one' : `cannot be written by ${whoAmI()} (${code})`;
    return `${setting} ${path} ${reason}${ownerOf(path)}; name a folder that this process may write to`;
  }
}

function whoAmI(): string {
  return `user id ${process.getuid?.() ?? 'unknown'}`;
}

/** Whose the folder is, or the nearest one above it that there is: mostly the whole explanation. */
function ownerOf(path: string): string {
  try {
    return `: ${path} belongs to user id ${statSync(path).uid}`;
  } catch {
    const parent = dirname(path);
    return parent === path ? '' : ownerOf(parent);
  }
}
