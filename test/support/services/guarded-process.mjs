import { fork } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const GUARDIAN = fileURLToPath(new URL('guardian.mjs', import.meta.url));
const OUTPUT_LIMIT_CHARACTERS = 4_000_000;
const OUTPUT_END_LIMIT_MS = 1000;

/**
 * @typedef {object} GuardOptions
 * @property {string[]} [folders] removed after the program's end
 * @property {NodeJS.Signals} [stopSignal] asks the program to stop; SIGTERM when absent
 * @property {number} [stopLimitMs] after which SIGKILL follows; 10 s when absent
 */
/**
 * @typedef {object} ProgramOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] the whole environment of the program
 * @property {number} [uid]
 * @property {number} [gid]
 */
/** @typedef {{ code: number | null, signal: NodeJS.Signals | null }} Exit */

/**
 * A program that cannot outlive the process that started it, not even one that ends by SIGKILL: see guardian.mjs.
 * It may be started again after it ended, in the same folders.
 *
 * It does not keep its own process alive: a test that fails before it stops its servers must not leave jest waiting for them.
 */
export class GuardedProcess {
  /** @type {import('node:child_process').ChildProcess} */
  #guardian;
  #output = '';
  /** @type {number | undefined} */
  #pid;
  /** @type {((exit: Exit) => void) | undefined} */
  #settleExit;
  /** Settles when the current program has ended; waiting for nothing but this keeps no process alive. @type {Promise<Exit>} */
  exited = Promise.resolve({ code: null, signal: null });
  #gone;
  #outputEnded;

  /** @param {GuardOptions} [options] */
  constructor({ folders = [], stopSignal = 'SIGTERM', stopLimitMs = 10_000 } = {}) {
    const guardian = fork(GUARDIAN, [JSON.stringify({ folders, stopSignal, stopLimitMs })], {
      detached: true,
      execArgv: [],
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#guardian = guardian;
    this.#gone = new Promise((resolve) => guardian.once('exit', resolve));
    this.#outputEnded = new Promise((resolve) => guardian.once('close', resolve));
    guardian.on('message', (/** @type {any} */ message) => this.#onMessage(message));
    guardian.once('exit', () => this.#ended({ code: null, signal: null }));
    // A message to a guardian that is just ending fails; that it is gone is told by 'exit'.
    guardian.on('error', () => {});
    for (const stream of [guardian.stdout, guardian.stderr]) {
      stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => this.#append(text));
    }
    this.#keepAlive(false);
  }

  /** Process id of the program itself, of the last one where it has ended. @type {number} */
  get pid() {
    if (this.#pid === undefined) throw new Error('The program has not been started.');
    return this.#pid;
  }

  /** What the program wrote to stdout and stderr, the last 4 million characters. */
  output() {
    return this.#output;
  }

  /** @type {((text: string) => void) | undefined} called with each piece of output as it comes */
  onOutput;

  /**
   * @param {string} command @param {string[]} args @param {ProgramOptions} [options]
   * @returns {Promise<number>} its process id
   */
  async start(command, args, options = {}) {
    const guardian = this.#guardian;
    /** @type {(() => void)[]} */
    const undo = [];
    /** @type {Promise<number>} */
    const started = new Promise((resolve, reject) => {
      const listen = (/** @type {any} */ message) => {
        if (message.type === 'started') resolve(message.pid);
        else if (message.type === 'failed') reject(new Error(message.message));
      };
      const gone = () => reject(new Error(`The guardian of ${command} ended.`));
      guardian.on('message', listen).once('exit', gone);
      undo.push(() => guardian.off('message', listen).off('exit', gone));
    });
    this.exited = new Promise((resolve) => (this.#settleExit = resolve));
    this.#keepAlive(true);
    guardian.send({ type: 'start', command, args, options });
    const pid = await started.finally(() => {
      for (const step of undo) step();
      this.#keepAlive(false);
    });
    this.#pid = pid;
    return pid;
  }

  /** @param {NodeJS.Signals} signal sent to the program only, not to its children */
  signal(signal) {
    process.kill(this.pid, signal);
  }

  /** Stops the program where it still runs, and removes the folders; `output()` is complete then. May be called again. */
  async end() {
    this.#keepAlive(true);
    if (this.#guardian.connected) this.#guardian.send({ type: 'end' });
    await this.#gone;
    // A child that outlives the program holds the pipes open: that is for the tests to find, not to hang on.
    const limit = new AbortController();
    await Promise.race([this.#outputEnded, delay(OUTPUT_END_LIMIT_MS, undefined, { signal: limit.signal })]);
    limit.abort();
  }

  /** @param {boolean} wanted */
  #keepAlive(wanted) {
    const { channel, stdout, stderr } = this.#guardian;
    // The pipes are sockets, though their type does not say so.
    const pipes = /** @type {(import('node:net').Socket | null)[]} */ ([stdout, stderr]);
    for (const handle of [this.#guardian, channel, ...pipes]) {
      if (wanted) handle?.ref();
      else handle?.unref();
    }
  }

  /** @param {any} message */
  #onMessage(message) {
    if (message.type === 'exited') this.#ended({ code: message.code, signal: message.signal });
  }

  /** @param {Exit} exit */
  #ended(exit) {
    this.#settleExit?.(exit);
    this.#settleExit = undefined;
  }

  /** @param {string} text */
  #append(text) {
    this.#output = (this.#output + text).slice(-OUTPUT_LIMIT_CHARACTERS);
    this.onOutput?.(text);
  }
}
