import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { Client } from 'pg';

import { makePrivateFolder, serviceAccount } from './account.mjs';
import { onFreePort } from './free-port.mjs';
import { provideServers } from './install-programs.mjs';
import { startLocalServer } from './local-server.mjs';

const run = promisify(execFile);

/** Data that nobody will miss: everything that makes a commit wait for a disk is off. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  // A commit is with the system before it is acknowledged: a killed server loses none, as a real one would not.
  fsync: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  shared_buffers: '64MB',
  max_connections: '300',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** A new PostgreSQL of its own, on a free port of 127.0.0.1. @returns {Promise<import('./local-server.mjs').LocalServer>} */
export function startPostgres() {
  return onFreePort(startPostgresOn);
}

/** @param {number} port */
async function startPostgresOn(port) {
  const { PostgreSQL: programs } = await provideServers(['PostgreSQL']);
  const account = serviceAccount();
  const folder = makePrivateFolder('sibyl-postgres-', account);
  const password = randomBytes(16).toString('hex');
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
  const options = { ...account, cwd: folder, env };
  const data = join(folder, 'data');
  try {
    const passwordFile = join(folder, 'password');
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if ('uid' in account) chownSync(passwordFile, account.uid, account.gid);
    const setUp = ['--username=postgres', '--encoding=UTF8', '--locale=C', '--no-sync'];
    const secure = ['--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    await run(join(programs, 'initdb'), [...setUp, ...secure, '--pgdata', data], options);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`initdb failed: ${/** @type {any} */ (error).stderr ?? error}`, { cause: error });
  }
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  const settings = Object.entries({ ...SETTINGS, port }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  return startLocalServer({
    name: 'PostgreSQL',
    url,
    command: join(programs, 'postgres'),
    args: ['-D', data, ...settings],
    options,
    guard: { folders: [folder], stopSignal: 'SIGINT' },
    ask: () => query(url, 'SELECT 1'),
  });
}

/** One statement over a connection of its own. @param {string} url @param {string} statement */
export async function query(url, statement) {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return await client.query(statement);
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * A new empty database on a running server.
 *
 * @param {string} adminUrl of an account that may create databases
 * @returns {Promise<{ url: string, drop: () => Promise<void> }>} `drop` also ends its open connections
 */
export async function createDatabase(adminUrl) {
  const name = `sibyl_test_${randomBytes(6).toString('hex')}`;
  await query(adminUrl, `CREATE DATABASE ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: async () => {
      await query(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}
