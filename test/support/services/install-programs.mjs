import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { findProgramFolder } from './find-programs.mjs';

const INSTALL_ON_DEBIAN = fileURLToPath(new URL('install-debian.sh', import.meta.url));

/** Per server: the programs that must lie in one folder, and the name of its package on Debian. */
const SERVERS = {
  PostgreSQL: { programs: ['postgres', 'initdb'], debian: 'postgresql', variable: 'DATABASE_URL' },
  Redis: { programs: ['redis-server'], debian: 'redis-server', variable: 'REDIS_URL' },
  nginx: { programs: ['nginx'], debian: 'nginx', variable: undefined },
};

/** @typedef {keyof typeof SERVERS} Server */

/**
 * The folder of each server's programs, installed where they are missing and may be installed.
 *
 * @template {Server} S
 * @param {S[]} servers
 * @returns {Promise<Record<S, string>>}
 */
export async function provideServers(servers) {
  const missing = servers.filter((server) => !findProgramFolder(SERVERS[server].programs));
  if (missing.length > 0) await install(missing);
  return /** @type {Record<S, string>} */ (
    Object.fromEntries(
      servers.map((server) => {
        const folder = findProgramFolder(SERVERS[server].programs);
        if (!folder) throw new Error(advice([server]));
        return [server, folder];
      }),
    )
  );
}

/** @param {Server[]} servers */
async function install(servers) {
  const mayInstall =
    process.getuid?.() === 0 && existsSync('/etc/debian_version') && findProgramFolder(['apt-get']);
  if (!mayInstall) throw new Error(advice(servers));
  const packages = servers.map((server) => SERVERS[server].debian);
  process.stderr.write(`Installing for the tests, with apt-get: ${packages.join(' ')}\n`);
  const child = spawn('sh', [INSTALL_ON_DEBIAN, ...packages], { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (log += text));
  }
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`${advice(servers)} apt-get failed:\n${log.slice(-2000)}`);
}

/** @param {Server[]} servers */
function advice(servers) {
  const variables = servers.flatMap((server) => SERVERS[server].variable ?? []).join(' and ');
  const instead = variables === '' ? '' : `set ${variables}, or `;
  const debian = servers.map((server) => SERVERS[server].debian).join(' ');
  const brew = servers.map((server) => server.toLowerCase()).join(' ');
  return (
    `The whole-app tests need ${servers.join(' and ')}: ${instead}` +
    `install (Debian, Ubuntu: apt-get install ${debian}; macOS: brew install ${brew}).`
  );
}
