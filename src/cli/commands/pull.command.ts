import { resolve } from 'node:path';

import { nearestKey } from '../../common/nearest-key.js';
import { askLicence } from '../catalogue/ask-licence.js';
import { CATALOGUE } from '../catalogue/catalogue.js';
import { type CatalogueEntry, sizeOf } from '../catalogue/catalogue-entry.js';
import { megabytes } from '../catalogue/progress.js';
import { isInstalled, pullModel } from '../catalogue/pull-model.js';
import { CliError, type Command, type CommandCall, EXIT, usageError } from '../command.js';

const DEFAULT_TIMEOUT_SECONDS = 30;

export const pullCommand: Command = {
  usage: 'pull <name> [--accept-licence] [--sample <picture>] | pull --list',
  description: [
    'Fetches a public model into MODEL_DIR: its files from the place of its makers, pinned by commit and SHA-256, its manifest, a card that says whose it is, and golden samples. The folder appears whole or not at all; a running server finds it by itself.',
    'The licence is shown and has to be accepted. Entries are under Apache-2.0, MIT or BSD licences only.',
    'A download that breaks off is continued by the next call. HTTPS_PROXY and NO_PROXY are respected.',
  ],
  options: {
    list: { type: 'boolean', doc: 'Show what there is.' },
    'accept-licence': { type: 'boolean', doc: 'You have read the licence and accept it: for scripts.' },
    sample: {
      type: 'string',
      value: '<picture>',
      doc: 'Record the golden sample on this; a drawn one when not given.',
    },
    'base-url': {
      type: 'string',
      value: '<url>',
      doc: 'Another place with the same files; CATALOGUE_URL when not given.',
    },
    timeout: {
      type: 'string',
      value: '<seconds>',
      doc: `Longest time without a byte; ${DEFAULT_TIMEOUT_SECONDS}.`,
    },
  },
  args: [0, 1],
  faults:
    'the model cannot be fetched, is not what it should be, or does not answer; the reason is on stderr',
  run: async (call) => {
    const modelDir = resolve(call.cwd, call.env().MODEL_DIR);
    const [name] = call.args;
    if (call.flag('list')) return showList(call, modelDir);
    if (name === undefined) throw usageError('name a model, or ask for --list');
    const entry = find(name);
    if (await isInstalled(name, modelDir)) {
      call.terminal.line(`'${name}' is installed already; remove its folder to fetch it anew`);
      return EXIT.ok;
    }
    const parts = entry.requires.map(find);
    const missing = await Promise.all(parts.map((part) => isInstalled(part.name, modelDir)));
    const wanted = [...parts.filter((_, index) => !missing[index]), entry];
    await askLicence(wanted, call);
    for (const each of wanted) await pull(each, each === entry, modelDir, call);
    return EXIT.ok;
  },
};

async function pull(
  entry: CatalogueEntry,
  isAsked: boolean,
  modelDir: string,
  call: CommandCall,
): Promise<void> {
  const samples = await pullModel(entry, {
    call,
    modelDir,
    baseUrl: call.text('base-url') ?? call.env().CATALOGUE_URL,
    timeoutMs: timeoutOf(call) * 1000,
    samplePath: isAsked ? call.text('sample') : undefined,
  });
  const golden =
    samples.length > 0
      ? `golden sample: ${samples.join(', ')}`
      : 'no golden sample; record one with a picture of yours: sibyl golden record';
  call.terminal.line(`installed: ${entry.name} (${golden})`);
}

async function showList(call: CommandCall, modelDir: string): Promise<number> {
  for (const entry of CATALOGUE) {
    const mark = (await isInstalled(entry.name, modelDir)) ? ', installed' : '';
    const size = entry.files.length > 0 ? megabytes(sizeOf(entry)) : `uses ${entry.requires.join(', ')}`;
    call.terminal.line(`${call.terminal.style('bold', entry.name)} (${entry.licence}, ${size}${mark})`);
    call.terminal.line(`  ${entry.summary}`);
  }
  return EXIT.ok;
}

function find(name: string): CatalogueEntry {
  const found = CATALOGUE.find((entry) => entry.name === name);
  if (found) return found;
  const names = CATALOGUE.map((entry) => entry.name);
  const near = nearestKey(name, names);
  const hint = near === null ? `there are: ${names.join(', ')}` : `did you mean '${near}'?`;
  throw new CliError(EXIT.fault, `the catalogue has no '${name}'; ${hint}`);
}

function timeoutOf(call: CommandCall): number {
  const text = call.text('timeout') ?? String(DEFAULT_TIMEOUT_SECONDS);
  const seconds = Number(text);
  if (text.trim() === '' || !(seconds > 0 && seconds <= 3600))
    throw usageError(`--timeout is a number of seconds up to 3600, not '${text}'`);
  return seconds;
}
