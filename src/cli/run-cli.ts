import { parseArgs } from 'node:util';

import { nearestKey } from '../common/nearest-key.js';
import { ConfigError, type Env } from '../config/env.js';
import { CliError, type Command, type CommandCall, EXIT, usageError } from './command.js';
import type { CommandEntry } from './commands.js';
import { commandHelp, overview } from './help.js';
import type { Terminal } from './terminal.js';

export interface CliSurroundings {
  readonly terminal: Terminal;
  readonly cwd: string;
  readonly packageRoot: string;
  readonly commands: readonly CommandEntry[];
  /** Version of this package. */
  readonly version: string;
  readonly env: () => Env;
}

/**
 * Runs one command line. Faults that its user can mend are told in plain words on stderr.
 *
 * @param argv without node and the program
 * @returns the exit code
 */
export async function runCli(argv: readonly string[], surroundings: CliSurroundings): Promise<number> {
  const { terminal } = surroundings;
  try {
    return await dispatch(argv, surroundings);
  } catch (error) {
    if (error instanceof CliError) {
      terminal.note(`sibyl: ${error.message}`);
      return error.exitCode;
    }
    if (error instanceof ConfigError) {
      terminal.note(error.message);
      return EXIT.configuration;
    }
    throw error;
  }
}

async function dispatch(argv: readonly string[], surroundings: CliSurroundings): Promise<number> {
  const { terminal, commands, version } = surroundings;
  const [first = '--help'] = argv;
  if (first === '--version') {
    terminal.line(version);
    return EXIT.ok;
  }
  const isHelp = first === 'help' || first === '--help' || first === '-h';
  if (isHelp && argv.length <= 1) {
    for (const line of overview(terminal, commands)) terminal.line(line);
    return EXIT.ok;
  }
  const words = isHelp ? [...argv.slice(1), '--help'] : argv;
  const entry = findCommand(words, commands);
  const command = await entry.load();
  return runCommand(command, entry.name, words.slice(entry.name.split(' ').length), surroundings);
}

/** @throws CliError naming the command that was probably meant */
function findCommand(words: readonly string[], commands: readonly CommandEntry[]): CommandEntry {
  const found = commands.find(({ name }) => name.split(' ').every((word, index) => words[index] === word));
  if (found) return found;
  const names = commands.map(({ name }) => name);
  const [first = ''] = words;
  const family = names.filter((name) => name.startsWith(`${first} `));
  if (family.length > 0) {
    throw usageError(`'${first}' needs one more word: ${family.map((name) => `sibyl ${name}`).join(', ')}`);
  }
  if (first.startsWith('-')) {
    throw usageError(`the command comes first and '${first}' after it; commands: ${names.join(', ')}`);
  }
  const near = nearestKey(first, names) ?? nearestKey(words.slice(0, 2).join(' '), names);
  throw usageError(
    near === null
      ? `there is no command '${first}'; there are: ${names.join(', ')}`
      : `there is no command '${first}'; did you mean 'sibyl ${near}'?`,
  );
}

async function runCommand(
  command: Command,
  name: string,
  argv: readonly string[],
  { terminal, cwd, packageRoot, env }: CliSurroundings,
): Promise<number> {
  const { values, positionals } = parse(command, name, argv);
  if (values['help'] === true) {
    for (const line of commandHelp(terminal, command)) terminal.line(line);
    return EXIT.ok;
  }
  const [least, most] = command.args;
  if (positionals.length < least || positionals.length > most) {
    throw usageError(
      `${positionals.length < least ? 'something is missing' : `'${positionals[most]}' is too much`}; it is: sibyl ${command.usage}`,
    );
  }
  const call: CommandCall = {
    args: positionals,
    flag: (option) => values[option] === true,
    text: (option) => {
      const value = values[option];
      return typeof value === 'string' ? value : undefined;
    },
    list: (option) => {
      const value = values[option];
      return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
    },
    terminal,
    cwd,
    packageRoot,
    env,
  };
  return command.run(call);
}

interface Parsed {
  readonly values: Readonly<Record<string, unknown>>;
  readonly positionals: readonly string[];
}

/** @throws CliError */
function parse(command: Command, name: string, argv: readonly string[]): Parsed {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([option, { type, multiple = false }]) => [
      option,
      { type, multiple },
    ]),
  );
  try {
    return parseArgs({
      args: [...argv],
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    throw usageError(optionFault(error as NodeJS.ErrnoException, Object.keys(options), name));
  }
}

function optionFault(
  { code, message }: NodeJS.ErrnoException,
  known: readonly string[],
  name: string,
): string {
  const help = `see sibyl ${name} --help`;
  if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `${message.split('\n')[0]}; ${help}`;
  const given = /'(-[^']*)'/.exec(message)?.[1] ?? '';
  const near = given.startsWith('--') ? nearestKey(given.slice(2), known) : null;
  const unknown = `there is no option '${given}'`;
  return near === null ? `${unknown}; ${help}` : `${unknown}; did you mean '--${near}'?`;
}
