import { stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';

import type { RecordedSample } from '../../models/golden/record-golden.js';
import { CliError, type Command, type CommandCall, EXIT, usageError } from '../command.js';
import { findInputs } from '../golden-inputs.js';
import { printable } from '../terminal.js';

export const goldenRecordCommand: Command = {
  usage: 'golden record <model folder> [--input <file>]... [--version <n>] [--force] [--json]',
  description: [
    'Runs a model on inputs and writes what it answers as its golden samples. From then on the server serves no version of it that answers otherwise. So look at what is printed: it is taken for right.',
    "Inputs are pictures, or JSON files with a 'row' or 'inputs' as in a request; at most five. Without --input those in the folder 'samples' of the model are used.",
    "The newest version is run, and the samples go into the folder 'golden' of the model, where they hold for every version. With --version that one is run, and they hold for it alone.",
  ],
  options: {
    input: { type: 'string', value: '<file>', multiple: true, doc: 'What to run it on; may be repeated.' },
    version: { type: 'string', value: '<n>', doc: 'Run this version, and write for it alone.' },
    options: { type: 'string', value: '<json>', doc: 'Options as in a request: {"score_threshold": 0.2}.' },
    force: { type: 'boolean', doc: 'Replace samples of the same name.' },
    json: { type: 'boolean', doc: 'For programs.' },
  },
  args: [1, 6],
  faults: 'the model or an input cannot be used, or samples would be overwritten; the reason is on stderr',
  run: async (call) => {
    const home = await modelFolder(call);
    const version = call.text('version');
    if (version !== undefined && !/^\d+$/.test(version))
      throw usageError(`'${version}' is not a version number`);
    const given = [...call.list('input'), ...call.args.slice(1)];
    const inputs = await findInputs(home, call.cwd, given);
    const folder = version === undefined ? join(home, 'golden') : join(home, version, 'golden');
    // The engine's code is read only now.
    const { recordModel } = await import('../record-model.js');
    const recorded = await recordModel({
      call,
      modelPath: version === undefined ? home : join(home, version, 'model.onnx'),
      folder,
      inputs,
      options: optionsOf(call),
      replace: call.flag('force'),
    });
    const nearby = relative(call.cwd, folder);
    tell(call, nearby.startsWith('..') ? folder : nearby, recorded);
    return EXIT.ok;
  },
};

async function modelFolder({ args, cwd }: CommandCall): Promise<string> {
  const path = resolve(cwd, args[0] as string);
  const stats = await stat(path).catch(() => null);
  if (stats === null) throw new CliError(EXIT.fault, `'${args[0]}' does not exist`);
  if (stats.isDirectory()) return path;
  const isVersion = basename(path) === 'model.onnx';
  throw usageError(
    isVersion
      ? `'${args[0]}' is a file; name the model's folder, e.g. ${printable(dirname(dirname(path)))}`
      : `a bare file has no golden samples; move it to ${printable(basename(path, '.onnx'))}/1/model.onnx`,
  );
}

function optionsOf({ text }: CommandCall): Record<string, unknown> {
  const given = text('options');
  if (given === undefined) return {};
  let value: unknown;
  try {
    value = JSON.parse(given);
  } catch {
    throw usageError(`--options is not JSON, e.g. '{"score_threshold": 0.2}'`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw usageError('--options is not a JSON object');
}

const MAX_LINE = 300;

function tell({ flag, terminal }: CommandCall, folder: string, recorded: readonly RecordedSample[]): void {
  if (flag('json')) return terminal.line(JSON.stringify({ folder, samples: recorded }, null, 2));
  for (const { name, expected } of recorded) {
    terminal.line(terminal.style('bold', printable(name)));
    for (const line of answerLines(expected)) {
      terminal.line(`  ${printable(line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line)}`);
    }
  }
  terminal.line();
  terminal.line(
    terminal.style(
      'green',
      `${recorded.length} written to ${printable(folder)}; is that what the model should say?`,
    ),
  );
}

/** The answer, an item a line. */
function answerLines(expected: RecordedSample['expected']): string[] {
  const lists = Object.entries(expected).filter(([key]) => key !== 'image');
  return lists.flatMap(([key, value]) => {
    if (!Array.isArray(value)) return [`${key}: ${JSON.stringify(value)}`];
    return value.length === 0 ? [`${key}: none`] : value.map((item: unknown) => JSON.stringify(item));
  });
}
