import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { GuardedProcess } from '../../support/services/guarded-process.mjs';
import { waitFor } from '../../support/services/wait-for.mjs';

const ENTRY = fileURLToPath(new URL('../../../dist/src/main.js', import.meta.url));
const START_LIMIT_MS = 90_000;

/** The compiled server as a process that may be signalled, killed and started again under the same address. */
export class ServerProcess {
  /** Its own, and removed after its end: a server that is ended writes into it to the last. */
  #dataDir = mkdtempSync(join(tmpdir(), 'sibyl-data-'));
  #guarded = new GuardedProcess({ folders: [this.#dataDir], stopLimitMs: 5000 });
  #seen = 0;
  port = 0;

  /** @param {Record<string, string>} env on top of what a server needs to be one of the suite */
  constructor(env) {
    this.env = env;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid() {
    return this.#guarded.pid;
  }

  get exited() {
    return this.#guarded.exited;
  }

  /** Log lines of the current start. */
  logs() {
    return this.#guarded.output().slice(this.#seen).split('\n').filter(Boolean).map(parse);
  }

  /** @returns {Promise<{ listeningMs: number, readyMs: number }>} */
  async start() {
    this.#seen = this.#guarded.output().length;
    const started = performance.now();
    await this.#guarded.start(process.execPath, ['--enable-source-maps', ENTRY], {
      env: {
        PATH: process.env.PATH,
        HOST: '127.0.0.1',
        PORT: String(this.port),
        LOG_FORMAT: 'json',
        DRAIN_DELAY_MS: '0',
        RATE_LIMIT_ENABLED: 'false',
        MODEL_WATCH_SECONDS: '0',
        DATA_DIR: this.#dataDir,
        ...this.env,
      },
    });
    const what = (text) => `${text}; the server wrote:\n${this.#guarded.output().slice(-3000)}`;
    const line = await waitFor(() => this.logs().find(({ msg }) => msg === 'listening'), {
      timeoutMs: START_LIMIT_MS,
      what: what('the line "listening"'),
    });
    this.port = Number(new URL(line.url).port);
    const listeningMs = performance.now() - started;
    await waitFor(async () => (await fetch(`${this.url}/health/ready`)).status === 200, {
      timeoutMs: START_LIMIT_MS,
      what: what('readiness'),
    });
    return { listeningMs, readyMs: performance.now() - started };
  }

  signal(name) {
    this.#guarded.signal(name);
  }

  /** SIGKILL to the server only. */
  async kill() {
    this.signal('SIGKILL');
    await this.exited;
  }

  /** Ends it for good, whatever its state. */
  end() {
    return this.#guarded.end();
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { msg: text };
  }
}
