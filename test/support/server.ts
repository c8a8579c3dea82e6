import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { GuardedProcess } from './services/guarded-process.mjs';
import { waitFor } from './services/wait-for.mjs';

const ROOT = join(__dirname, '../..');
const ENTRY = join(ROOT, 'dist/src/main.js');
const START_LIMIT_MS = 30_000;

/** A log line of the server, as written with LOG_FORMAT=json. */
export type LogLine = { msg?: string; level?: number | string } & Record<string, unknown>;

export interface ServerOptions {
  /** On top of the defaults below; nothing of the test run's own environment but PATH and the like is passed on. */
  env?: Record<string, string>;
  modelDir?: string;
  /** A private one when absent, removed at the end; a given one stays. */
  dataDir?: string;
  /** Arguments of node, before the entry file. */
  nodeArgs?: string[];
  /** Longest time until the server listens. */
  startLimitMs?: number;
  /** How many files and connections it may have open; as many as the test run when absent. */
  openFiles?: number;
}

export interface RunningServer {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  url: string;
  pid: number;
  dataDir: string;
  /** Every JSON line so far; lines that are not JSON have only `msg`. */
  logs(): LogLine[];
  /** Everything that was written to stdout and stderr. */
  output(): string;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Until /health/ready answers 200. */
  waitUntilReady(timeoutMs?: number): Promise<void>;
  /**
   * SIGTERM, and waits for the end.
   *
   * @throws Error when the exit code is not 0, or after `limitMs`, when it is killed
   */
  stop(limitMs?: number): Promise<void>;
  /** SIGKILL to the server only, and waits for its end; safe to call after `stop`. */
  kill(): Promise<void>;
}

/**
 * Starts the compiled server (`npm test` builds it) on a free port, embedded and without a limit on requests unless `env` says
 * otherwise, and waits until it listens, not until it is ready. It ends with the test run, whatever way that ends.
 */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  if (!existsSync(ENTRY)) throw new Error('dist/src/main.js is missing: run `npm run build` first.');
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'sibyl-data-'));
  const guarded = new GuardedProcess({
    folders: options.dataDir === undefined ? [dataDir] : [],
    stopLimitMs: 5000,
  });
  const logs = () => guarded.output().split('\n').filter(Boolean).map(parseLine);
  try {
    const pid = await guarded.start(...command(options), {
      cwd: ROOT,
      env: serverEnvironment(options, dataDir),
    });
    const url = await untilListening(guarded, logs, options.startLimitMs ?? START_LIMIT_MS);
    return {
      url,
      pid,
      dataDir,
      logs,
      output: () => guarded.output(),
      exited: guarded.exited,
      waitUntilReady: async (timeoutMs = START_LIMIT_MS) => {
        await waitFor(async () => (await fetch(`${url}/health/ready`)).status === 200, {
          timeoutMs,
          what: `readiness; the server wrote:\n${guarded.output().slice(-2000)}`,
        });
      },
      stop: (limitMs = 30_000) => stop(guarded, limitMs),
      kill: async () => {
        if (!(await hasEnded(guarded))) guarded.signal('SIGKILL');
        await guarded.exited;
        await guarded.end();
      },
    };
  } catch (error) {
    await guarded.end();
    throw error;
  }
}

/**
 * Runs the compiled server until it ends by itself, as it does with a wrong configuration.
 *
 * @throws Error when it still runs after `limitMs`
 */
export async function runServerToItsEnd(
  options: ServerOptions = {},
  limitMs = START_LIMIT_MS,
): Promise<{ code: number | null; output: string }> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'sibyl-data-'));
  const guarded = new GuardedProcess({ folders: options.dataDir === undefined ? [dataDir] : [] });
  try {
    await guarded.start(...command(options), { cwd: ROOT, env: serverEnvironment(options, dataDir) });
    await waitFor(() => hasEnded(guarded), { timeoutMs: limitMs, what: 'the end of the server' });
    const { code } = await guarded.exited;
    await guarded.end();
    return { code, output: guarded.output() };
  } finally {
    await guarded.end();
  }
}

function command({ nodeArgs = [], openFiles }: ServerOptions): [file: string, args: string[]] {
  const node = [process.execPath, ...nodeArgs, ENTRY];
  if (openFiles === undefined) return [node[0] as string, node.slice(1)];
  return ['/bin/sh', ['-c', 'ulimit -n "$0" && exec "$@"', String(openFiles), ...node]];
}

function serverEnvironment(options: ServerOptions, dataDir: string): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, NODE_V8_COVERAGE } = process.env;
  return {
    ...Object.fromEntries(
      Object.entries({ PATH, HOME, TMPDIR, NODE_V8_COVERAGE }).filter(([, value]) => value),
    ),
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: dataDir,
    LOG_FORMAT: 'json',
    DRAIN_DELAY_MS: '0',
    RATE_LIMIT_ENABLED: 'false',
    // Beside a test run that takes every core, models that stand back would hardly get on.
    MODEL_NICE: '0',
    ...(options.modelDir === undefined ? {} : { MODEL_DIR: options.modelDir }),
    ...options.env,
  };
}

async function untilListening(
  guarded: GuardedProcess,
  logs: () => LogLine[],
  limitMs: number,
): Promise<string> {
  const line = await waitFor(
    async () =>
      logs().find((entry) => entry.msg === 'listening') ?? ((await hasEnded(guarded)) ? 'ended' : undefined),
    { timeoutMs: limitMs, what: 'the line "listening" of the server' },
  ).catch((error: Error) => {
    throw new Error(`${error.message} It wrote:\n${guarded.output().slice(-4000)}`);
  });
  if (line === 'ended') {
    const { code, signal } = await guarded.exited;
    await guarded.end();
    throw new Error(
      `The server ended (${signal ?? code}) before it listened:\n${guarded.output().slice(-4000)}`,
    );
  }
  return String(line.url).replace(/\/$/, '');
}

async function stop(guarded: GuardedProcess, limitMs: number): Promise<void> {
  try {
    if (!(await hasEnded(guarded))) guarded.signal('SIGTERM');
    await waitFor(() => hasEnded(guarded), {
      timeoutMs: limitMs,
      what: 'the end of the server after SIGTERM',
    });
    const { code, signal } = await guarded.exited;
    if (code !== 0) {
      await guarded.end();
      throw new Error(
        `The server ended with ${signal ?? code} instead of 0:\n${guarded.output().slice(-4000)}`,
      );
    }
  } finally {
    await guarded.end();
  }
}

function hasEnded(guarded: GuardedProcess): Promise<boolean> {
  const running = new Promise<false>((resolve) => setImmediate(resolve, false));
  return Promise.race([guarded.exited.then(() => true), running]);
}

function parseLine(text: string): LogLine {
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    return { msg: text };
  }
}
