import { type Command, EXIT } from './command.js';
import type { CommandEntry } from './commands.js';
import type { Terminal } from './terminal.js';
import { textTable, wrap } from './text-table.js';

const HELP_OPTION = '-h, --help';

/** `sibyl --help`. */
export function overview(terminal: Terminal, commands: readonly CommandEntry[]): string[] {
  const rows = commands.map(({ name, summary }) => [
    { text: `  ${name}`, style: 'bold' as const },
    { text: summary },
  ]);
  return [
    'Usage: sibyl <command> [options]',
    '',
    'Looks at ONNX models and their manifests; serves nothing; only pull and openapi ask the network.',
    '',
    'Commands:',
    ...textTable(terminal, rows),
    '',
    "'sibyl <command> --help' tells the options of a command. The server itself is 'npm start'.",
  ];
}

/** `sibyl <command> --help`. */
export function commandHelp(terminal: Terminal, command: Command): string[] {
  const options = Object.entries(command.options).map(([name, { value, doc }]) => [
    { text: `  --${name}${value === undefined ? '' : ` ${value}`}` },
    { text: doc },
  ]);
  const codes = [
    [EXIT.ok, 'done'],
    [EXIT.fault, command.faults],
    [EXIT.usage, 'the command was not understood'],
    [EXIT.configuration, 'an environment variable of the server is wrong'],
  ].map(([code, meaning]) => [{ text: `  ${code}` }, { text: String(meaning) }]);
  return [
    ...wrap(`Usage: sibyl ${command.usage}`, terminal.width),
    ...command.description.flatMap((paragraph) => ['', ...wrap(paragraph, terminal.width)]),
    '',
    'Options:',
    ...textTable(terminal, [...options, [{ text: `  ${HELP_OPTION}` }, { text: 'This text.' }]]),
    '',
    'Exit codes:',
    ...textTable(terminal, codes),
  ];
}
