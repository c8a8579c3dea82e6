import { type ChildProcess, fork } from 'node:child_process';

import {
  EXECUTOR_PROTOCOL,
  type ExecutorJob,
  type ExecutorLimits,
  type FromExecutor,
  type JobOutcome,
  type ToExecutor,
} from './executor-protocol.js';
import type { ModelSpec } from './model-spec.js';
import type { ProbeReport } from './probe-report.js';
import { standBack } from './stand-back.js';

/** How an executor process is made; the same for every process of a group. */
export interface ExecutorSettings {
  /** Path of the compiled `executor/main.js`. */
  readonly entry: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly limits: ExecutorLimits;
  readonly loadTimeoutMs: number;
  /** How far it stands back behind this process, 0 to 19. */
  readonly niceness: number;
}

/** What a process reports once its model has loaded and warmed up. */
export interface LoadReport {
  readonly loadMs: number;
  readonly warmupMs: number;
  readonly rssMb: number;
  /** Most requests in one run that the model was seen to answer rightly. */
  readonly maxBatch: number;
  readonly notes: readonly string[];
}

/** The model cannot be loaded; `message` is for operators. */
export class ModelLoadError extends Error {}

/** The process ended while it was asked for something. */
export class ExecutorGone extends Error {}

const STDERR_TAIL_CHARS = 2000;

/** One child process with one model in it. It runs one batch at a time; the group above it decides which. */
export class ExecutorProcess {
  readonly startedAt = Date.now();
  state: 'starting' | 'idle' | 'busy' | 'exited' = 'starting';
  /** Requests answered. */
  runs = 0;
  rssMb = 0;
  /** Pings in a row without an answer in time. */
  missedPings = 0;
  /** Why we ended it ourselves; undefined for an exit that nobody asked for. */
  endedBecause: string | undefined;
  /** Resolves with a sentence when the process is gone. Never rejects. */
  readonly exited: Promise<string>;

  private readonly child: ChildProcess;
  private readonly replies = new Map<
    string,
    { resolve: (message: FromExecutor) => void; reject: (error: Error) => void }
  >();
  private stderrTail = '';
  private nextId = 1;

  constructor(
    private readonly spec: ModelSpec,
    private readonly settings: ExecutorSettings,
  ) {
    this.child = fork(settings.entry, [], {
      serialization: 'advanced',
      env: settings.environment,
      // Not the parent's: its source maps would cost each executor memory and time to start.
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    standBack(this.child.pid, settings.niceness);
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderrTail = (this.stderrTail + text).slice(-STDERR_TAIL_CHARS);
    });
    this.child.on('message', (message) => this.receive(message as FromExecutor));
    this.exited = new Promise((resolve) => {
      const end = (how: string): void => {
        this.state = 'exited';
        const error = new ExecutorGone(how);
        for (const reply of this.replies.values()) reply.reject(error);
        this.replies.clear();
        resolve(how);
      };
      this.child.once('error', (error) => end(`its process could not be used: ${systemReason(error)}`));
      // 'close' and not 'exit': by then the last line of stderr, which may hold the reason, has been read.
      this.child.once('close', (code, signal) => end(this.exitSentence(code, signal)));
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** @throws ModelLoadError when the model cannot be loaded or takes too long */
  async start(): Promise<LoadReport> {
    const timeout = setTimeout(
      () => this.kill(`it did not load within ${this.settings.loadTimeoutMs} ms`),
      this.settings.loadTimeoutMs,
    );
    try {
      const hello = await this.expect('hello');
      if (hello.type === 'hello' && hello.protocol !== EXECUTOR_PROTOCOL) {
        throw new ModelLoadError(
          `the executor speaks protocol ${hello.protocol}, the server ${EXECUTOR_PROTOCOL}`,
        );
      }
      const loaded = this.expect('loaded');
      this.send({ type: 'load', spec: this.spec, limits: this.settings.limits });
      const answer = await loaded;
      if (answer.type !== 'ready') {
        throw new ModelLoadError(answer.type === 'load-failed' ? answer.reason : 'unexpected answer');
      }
      this.rssMb = answer.rssMb;
      this.state = 'idle';
      return answer;
    } catch (error) {
      this.kill('it failed to load');
      throw error instanceof ExecutorGone ? new ModelLoadError(error.message) : error;
    } finally {
      clearTimeout(timeout);
    }
  }

  /**
   * Runs a batch. The caller makes sure that the process is idle.
   *
   * @throws ExecutorGone when the process ends meanwhile
   */
  async run(jobs: readonly ExecutorJob[]): Promise<readonly JobOutcome[]> {
    this.state = 'busy';
    const done = this.expect('done');
    this.send({ type: 'run', jobs });
    const answer = await done;
    if (answer.type !== 'done') throw new ExecutorGone('unexpected answer');
    this.runs += jobs.length;
    this.rssMb = answer.rssMb;
    // The reply may come in after a kill was sent; then the state stays 'exited'.
    if ((this.state as string) === 'busy') this.state = 'idle';
    return answer.outcomes;
  }

  /** Whether the process answers a ping in time. One that is busy counts as alive: its deadline watches over it. */
  async isAlive(timeoutMs: number): Promise<boolean> {
    if (this.state === 'busy') return true;
    if (this.state !== 'idle') return false;
    const id = this.nextId++;
    const pong = this.expect(`pong:${id}`).then(
      () => true,
      () => false,
    );
    this.send({ type: 'ping', id });
    const late = timer(timeoutMs).then(() => (this.state as string) === 'busy');
    const isAlive = await Promise.race([pong, late]);
    this.replies.delete(`pong:${id}`);
    this.missedPings = isAlive ? 0 : this.missedPings + 1;
    return isAlive;
  }

  /** Runs the warm-up input once more and compares. The caller makes sure that the process is idle. */
  async probe(): Promise<ProbeReport> {
    this.state = 'busy';
    const id = this.nextId++;
    const probed = this.expect(`probed:${id}`);
    this.send({ type: 'probe', id });
    const answer = await probed;
    if ((this.state as string) === 'busy') this.state = 'idle';
    if (answer.type !== 'probed') return { ok: false, reason: 'unexpected answer', runMs: 0 };
    return answer.reason === undefined
      ? { ok: answer.ok, runMs: answer.runMs }
      : { ok: answer.ok, reason: answer.reason, runMs: answer.runMs };
  }

  /** Ends the process at once: a thread inside a run cannot be stopped in any other way. */
  kill(reason: string): void {
    this.endedBecause ??= reason;
    this.child.kill('SIGKILL');
  }

  private send(message: ToExecutor): void {
    if (!this.child.connected) return;
    this.child.send(message, () => {
      // A failed send means that the process is ending; its exit is reported by 'close'.
    });
  }

  private expect(key: string): Promise<FromExecutor> {
    if (this.state === 'exited') return Promise.reject(new ExecutorGone('its process has ended'));
    return new Promise((resolve, reject) => this.replies.set(key, { resolve, reject }));
  }

  private receive(message: FromExecutor): void {
    const key = replyKey(message);
    const reply = this.replies.get(key);
    this.replies.delete(key);
    reply?.resolve(message);
  }

  private exitSentence(code: number | null, signal: NodeJS.Signals | null): string {
    if (this.endedBecause) return this.endedBecause;
    const watchdog = /sibyl-watchdog: (.+)/.exec(this.stderrTail)?.[1];
    if (watchdog) return watchdog;
    return signal
      ? `its process was ended by ${signal}`
      : `its process ended with exit code ${code ?? 'unknown'}`;
  }
}

function replyKey(message: FromExecutor): string {
  switch (message.type) {
    case 'ready':
    case 'load-failed':
      return 'loaded';
    case 'pong':
    case 'probed':
      return `${message.type}:${message.id}`;
    default:
      return message.type;
  }
}

/** What the system says, without the path that Node adds to it. */
function systemReason({ code, syscall, message }: NodeJS.ErrnoException): string {
  return code === undefined ? message : `${syscall?.split(' ', 1)[0] ?? ''} ${code}`.trim();
}

function timer(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
