import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { makePrivateFolder, serviceAccount } from './account.mjs';
import { onFreePort } from './free-port.mjs';
import { provideServers } from './install-programs.mjs';
import { startLocalServer } from './local-server.mjs';

/**
 * An nginx of its own in front of servers of this machine, on a free port of 127.0.0.1: round robin, and the next server
 * where one breaks the connection or says 503, as docs/operations.md advises.
 *
 * @param {string[]} urls of the servers
 * @returns {Promise<import('./local-server.mjs').LocalServer>}
 */
export function startNginx(urls) {
  return onFreePort((port) => startNginxOn(port, urls));
}

/** @param {number} port @param {string[]} urls */
async function startNginxOn(port, urls) {
  const { nginx: programs } = await provideServers(['nginx']);
  const account = serviceAccount();
  const folder = makePrivateFolder('sibyl-nginx-', account);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const configuration = join(folder, 'nginx.conf');
  writeFileSync(
    configuration,
    `
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr crit;
events { worker_connections 2048; }
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  client_max_body_size 20m;
  upstream sibyl {
    ${urls.map((url) => `server ${new URL(url).host} max_fails=0;`).join('\n    ')}
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://sibyl;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_next_upstream error timeout http_503 non_idempotent;
      proxy_next_upstream_tries 2;
      proxy_connect_timeout 2s;
      proxy_read_timeout 60s;
    }
  }
}
`,
    { mode: 0o644 },
  );
  const url = `http://127.0.0.1:${port}`;
  return startLocalServer({
    name: 'nginx',
    url,
    command: join(programs, 'nginx'),
    args: ['-c', configuration, '-p', folder, '-e', 'stderr'],
    options: { ...account, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C' } },
    guard: { folders: [folder], stopSignal: 'SIGQUIT', stopLimitMs: 3000 },
    ask: () => fetch(`${url}/health/live`),
  });
}
