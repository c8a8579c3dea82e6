import { execFile } from 'node:child_process';
import { join } from 'node:path';

import { COMMANDS } from '../../src/cli/commands.js';
import { runCli } from '../../src/cli/run-cli.js';
import { Terminal } from '../../src/cli/terminal.js';
import { loadEnv } from '../../src/config/env.js';

const PROGRAM = join(__dirname, '../../bin/sibyl.mjs');

export interface CliResult {
  code: number;
  out: string;
  err: string;
}

export interface CliOptions {
  cwd?: string;
  /** On top of PATH and HOME. */
  env?: Record<string, string>;
  limitMs?: number;
}

/** Runs `sibyl` with the arguments in a process of its own, to its end. Its output is no terminal. */
export function sibyl(args: string[], options: CliOptions = {}): Promise<CliResult> {
  return runProgram(process.execPath, [PROGRAM, ...args], options);
}

/** @throws Error when it has not ended by itself within the limit */
export function runProgram(
  program: string,
  args: string[],
  { cwd = join(__dirname, '../..'), env = {}, limitMs = 45_000 }: CliOptions = {},
): Promise<CliResult> {
  const { PATH = '', HOME = '' } = process.env;
  const settings = {
    cwd,
    env: { PATH, HOME, ...env },
    timeout: limitMs,
    killSignal: 'SIGKILL',
    maxBuffer: 16 * 1024 * 1024,
  } as const;
  return new Promise((resolve, reject) => {
    execFile(program, args, settings, (error, out, err) => {
      if (error && typeof error.code !== 'number') reject(new Error(`${error.message}\n${out}${err}`));
      else resolve({ code: error ? (error.code as number) : 0, out, err });
    });
  });
}

/** The same in this process, which is much quicker: for many calls of commands that run no model. */
export async function callInProcess(args: string[]): Promise<CliResult> {
  let out = '';
  let err = '';
  const terminal = new Terminal(
    { write: (text) => (out += text) },
    { write: (text) => (err += text) },
    { isColorWanted: false },
  );
  const packageRoot = join(__dirname, '../..');
  const surroundings = { terminal, cwd: packageRoot, packageRoot, commands: COMMANDS, version: '0.0.0' };
  const code = await runCli(args, { ...surroundings, env: () => loadEnv({}) });
  return { code, out, err };
}
