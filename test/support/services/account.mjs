import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @typedef {{ uid: number, gid: number } | Record<string, never>} Account empty: the account of this process */

/**
 * Whom to run a database server as: PostgreSQL refuses root, and a throw-away Redis needs no such power either.
 *
 * @returns {Account}
 */
export function serviceAccount() {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const uid = idOf('-u', name);
    const gid = idOf('-g', name);
    if (uid && gid) return { uid, gid };
  }
  throw new Error('As root the tests need an account "postgres" or "nobody" to run PostgreSQL and Redis as.');
}

/** @param {string} option @param {string} name */
function idOf(option, name) {
  try {
    return Number(execFileSync('id', [option, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return undefined;
  }
}

/**
 * A new private folder in the system's temporary folder.
 *
 * @param {string} prefix @param {Account} account its owner
 */
export function makePrivateFolder(prefix, account) {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(folder, 0o700);
  if ('uid' in account) chownSync(folder, account.uid, account.gid);
  return folder;
}
