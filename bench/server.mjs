import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const START_LIMIT_MS = 180_000;
const POLL_MS = 5;

/**
 * The compiled server as `npm run start:prod` runs it, with its defaults but for the rate limit; its log goes to a file,
 * so that nobody spends CPU time on reading it.
 */
export class Server {
  #child;
  #folder = mkdtempSync(join(tmpdir(), 'sibyl-bench-'));
  #starts = 0;

  constructor(settings) {
    this.settings = settings;
    process.once('exit', () => this.#child?.kill('SIGKILL'));
  }

  get pid() {
    return this.#child.pid;
  }

  /** @returns {Promise<{ listeningMs: number, readyMs: number }>} times since the process was started */
  async start() {
    const { dist, modelDir, serverEnv, nodeArgs, profile } = this.settings;
    const profiling = profile
      ? ['--cpu-prof', '--cpu-prof-interval', '500', `--cpu-prof-dir=${profile}`]
      : [];
    const log = join(this.#folder, `log-${(this.#starts += 1)}.jsonl`);
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}`;
    const started = performance.now();
    this.#child = spawn(
      process.execPath,
      [...profiling, ...nodeArgs, '--enable-source-maps', join(dist, 'src/main.js')],
      {
        stdio: ['ignore', openSync(log, 'w'), openSync(join(this.#folder, 'stderr.txt'), 'a')],
        env: {
          PATH: process.env.PATH,
          HOST: '127.0.0.1',
          PORT: String(port),
          MODEL_DIR: modelDir,
          DATA_DIR: join(this.#folder, 'data'),
          LOG_FORMAT: 'json',
          DRAIN_DELAY_MS: '0',
          RATE_LIMIT_ENABLED: 'false',
          ...serverEnv,
        },
      },
    );
    await this.#until('listening', () => isListening(port));
    const listeningMs = performance.now() - started;
    await this.#until('ready', async () => (await fetch(`${this.url}/health/ready`)).status === 200);
    return { listeningMs, readyMs: performance.now() - started };
  }

  /** Ends the server in order; the database stays for a next start. */
  async stop() {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    await ended;
  }

  /** Removes the database and the log. */
  remove() {
    if (this.settings.keep) {
      console.log(`kept: ${this.#folder}`);
      return;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #until(what, check) {
    const end = performance.now() + START_LIMIT_MS;
    for (;;) {
      const found = await check();
      if (found) return found;
      if (performance.now() > end || this.#child.exitCode !== null) {
        throw new Error(`the server did not become ${what}; its log is in ${this.#folder}`);
      }
      await delay(POLL_MS);
    }
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function isListening(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
      .once('connect', () => resolve(true))
      .once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
