import { execFile } from 'node:child_process';
import { join } from 'node:path';

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
