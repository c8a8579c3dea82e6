import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { Logger } from '@nestjs/common';

import { executorEnvironment } from '../../config/executor-environment.js';
import { backoffMs } from '../backoff.js';
import { DataFolderLock } from './data-folder-lock.js';

const RESTART_BASE_MS = 100;
const RESTART_MAX_MS = 10_000;
/** A process that ran this long does not count as crashing in a loop. */
const STABLE_MS = 30_000;
const STOP_TIMEOUT_MS = 3000;
const LONGEST_STDERR = 2000;
const LONGEST_LINE = 300;

/**
 * Supervises the process of the embedded PostgreSQL on one folder: one at a time, started again when it dies, never left behind.
 */
export class EmbeddedPostgres {
  readonly #logger = new Logger('EmbeddedPostgres');
  readonly #lock: DataFolderLock;
  /** `listening` when a process takes connections, `lost` when it dies unasked. */
  readonly #events = new EventEmitter();
  readonly #stopping = new AbortController();
  #child: ChildProcess | undefined;
  #port: number | undefined;
  #failures = 0;

  /**
   * @param folder of the database; made when absent. The lock lies beside it
   * @param entry compiled file of the database process
   */
  constructor(
    private readonly folder: string,
    private readonly entry: URL,
  ) {
    this.#lock = new DataFolderLock(folder);
  }

  /** Takes the folder and starts the process without waiting for it. @throws DataFolderInUseError */
  async start(): Promise<void> {
    await this.#lock.acquire();
    this.#spawn();
  }

  /** Resolves when the process takes connections; rejects when `signal` aborts first. */
  async listening(signal: AbortSignal): Promise<void> {
    while (this.#port === undefined) await once(this.#events, 'listening', { signal });
  }

  /** A socket that connects to the process of the moment, whatever address it is told. */
  socket(): Socket {
    const socket = new Socket();
    const connect = socket.connect.bind(socket) as (port: number, host: string) => Socket;
    socket.connect = (() => {
      if (this.#port !== undefined) return connect(this.#port, '127.0.0.1');
      const fault = Object.assign(new Error('the embedded database is not running'), {
        code: 'ECONNREFUSED',
      });
      return socket.destroy(fault);
    }) as typeof socket.connect;
    return socket;
  }

  /** Calls `listener` each time the process dies unasked. */
  onLost(listener: () => void): void {
    this.#events.on('lost', listener);
  }

  /** Kills a process that does not answer; a new one takes its place. PGlite loses no acknowledged row by that. */
  replace(): void {
    this.#child?.kill('SIGKILL');
  }

  /** Ends the process and gives the folder back. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const child = this.#child;
    if (child && child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      if (child.connected) child.disconnect();
      const killer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await exited;
      clearTimeout(killer);
    }
    this.#lock.release();
  }

  #spawn(): void {
    const startedAt = performance.now();
    const child = fork(fileURLToPath(this.entry), [this.folder], {
      env: executorEnvironment(),
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child = child;
    if (child.pid !== undefined) this.#lock.setDatabase(child.pid);

    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-LONGEST_STDERR);
    });
    child.on('message', (message: { port: number }) => {
      this.#port = message.port;
      this.#events.emit('listening');
    });
    child.on('error', (error) => this.#logger.error(`the embedded database: ${error.message}`));
    child.once('exit', (code, signal) => {
      this.#port = undefined;
      if (this.#stopping.signal.aborted) return;
      if (performance.now() - startedAt > STABLE_MS) this.#failures = 0;
      // Node shows the line of the source that failed, which is minified: all of it.
      const trace = stderr
        .split('\n')
        .filter((line) => line.length <= LONGEST_LINE)
        .join('\n')
        .trim();
      this.#logger.error(
        `the embedded database ended (${signal ?? code}), starting it again${trace && `: ${trace}`}`,
      );
      this.#events.emit('lost');
      void this.#respawn();
    });
  }

  async #respawn(): Promise<void> {
    this.#failures++;
    const wait = backoffMs(this.#failures, RESTART_BASE_MS, RESTART_MAX_MS);
    await delay(wait, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    if (!this.#stopping.signal.aborted) this.#spawn();
  }
}
