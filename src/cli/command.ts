import type { Env } from '../config/env.js';
import type { Terminal } from './terminal.js';

/** What a command's process ends with. Part of the interface: scripts rely on it. */
export const EXIT = {
  ok: 0,
  /** What was looked at is not in order. */
  fault: 1,
  /** The command was not understood. */
  usage: 2,
  /** A setting in the environment is wrong (`sysexits.h` EX_CONFIG), as for the server. */
  configuration: 78,
} as const;

/** A command cannot do what was asked; `message` is for its user. */
export class CliError extends Error {
  constructor(
    readonly exitCode: number,
    message: string,
  ) {
    super(message);
    this.name = 'CliError';
  }
}

export const usageError = (message: string): CliError => new CliError(EXIT.usage, message);

export interface CommandOption {
  readonly type: 'boolean' | 'string';
  /** What stands for the value in the help, e.g. `<file>`. */
  readonly value?: string;
  /** Whether it may be given more than once. */
  readonly multiple?: true;
  readonly doc: string;
}

/** What a command was called with, checked against its options. */
export interface CommandCall {
  readonly args: readonly string[];
  readonly flag: (name: string) => boolean;
  readonly text: (name: string) => string | undefined;
  /** Values of an option that may be given more than once, in their order. */
  readonly list: (name: string) => readonly string[];
  readonly terminal: Terminal;
  /** Folder that relative paths start from. */
  readonly cwd: string;
  /** Folder of this package. */
  readonly packageRoot: string;
  /** The server's settings. @throws ConfigError */
  readonly env: () => Env;
}

/** One command: what it is called with, what it does. */
export interface Command {
  /** After `sibyl`: `inspect <model.onnx> [options]`. */
  readonly usage: string;
  /** For `--help`, a paragraph an entry. */
  readonly description: readonly string[];
  readonly options: Readonly<Record<string, CommandOption>>;
  /** Fewest and most arguments that are no options. */
  readonly args: readonly [least: number, most: number];
  /** When it ends with 1. */
  readonly faults: string;
  /** @returns the exit code. @throws CliError, ConfigError */
  readonly run: (call: CommandCall) => Promise<number>;
}
