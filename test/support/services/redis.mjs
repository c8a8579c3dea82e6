import { randomBytes } from 'node:crypto';
import { chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { createClient } from 'redis';

import { makePrivateFolder, serviceAccount } from './account.mjs';
import { onFreePort } from './free-port.mjs';
import { provideServers } from './install-programs.mjs';
import { startLocalServer } from './local-server.mjs';

/**
 * A new Redis of its own, on a free port of 127.0.0.1. It writes nothing to disk: empty after `kill` and `restart`.
 *
 * @returns {Promise<import('./local-server.mjs').LocalServer>}
 */
export function startRedis() {
  return onFreePort(startRedisOn);
}

/** @param {number} port */
async function startRedisOn(port) {
  const { Redis: programs } = await provideServers(['Redis']);
  const account = serviceAccount();
  const folder = makePrivateFolder('sibyl-redis-', account);
  const password = randomBytes(16).toString('hex');
  const configuration = join(folder, 'redis.conf');
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `dir ${folder}`,
    'save ""',
    'appendonly no',
  ];
  writeFileSync(configuration, `${lines.join('\n')}\n`, { mode: 0o600 });
  if ('uid' in account) chownSync(configuration, account.uid, account.gid);
  const url = `redis://default:${password}@127.0.0.1:${port}`;
  return startLocalServer({
    name: 'Redis',
    url,
    command: join(programs, 'redis-server'),
    args: [configuration],
    options: { ...account, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C' } },
    guard: { folders: [folder] },
    ask: () => ping(url),
  });
}

/** @param {string} url */
async function ping(url) {
  const client = createClient({ url, socket: { reconnectStrategy: false, connectTimeout: 5000 } });
  client.on('error', () => {});
  await client.connect();
  try {
    return await client.ping();
  } finally {
    await client.disconnect();
  }
}
