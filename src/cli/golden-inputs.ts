import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';

import { MAX_SAMPLES } from '../models/golden/golden-sample.js';
import type { RecordedInput } from '../models/golden/record-golden.js';
import { CliError, EXIT } from './command.js';

const PICTURES = new Set(['.jpg', '.jpeg', '.png', '.webp', '.gif', '.avif']);
const SAMPLES = 'samples';

/**
 * Reads what a model is to be run on.
 *
 * @param home folder of the model
 * @param given paths, as they were written; when there are none, the files in `samples` of the model's folder
 * @throws CliError when there is nothing to read, or too much of it
 */
export async function findInputs(
  home: string,
  cwd: string,
  given: readonly string[],
): Promise<RecordedInput[]> {
  const paths = given.length > 0 ? given.map((path) => resolve(cwd, path)) : await samplesOf(home);
  if (paths.length > MAX_SAMPLES) {
    throw new CliError(
      EXIT.fault,
      `${paths.length} inputs are too many; at most ${MAX_SAMPLES} samples are run, so choose with --input`,
    );
  }
  return Promise.all(
    paths.map(async (path, index) => {
      const shown = given[index] ?? `${SAMPLES}/${basename(path)}`;
      const stats = await stat(path).catch(() => null);
      if (!stats?.isFile()) throw new CliError(EXIT.fault, `'${shown}' is not a file that can be read`);
      return { file: basename(path), bytes: await readFile(path) };
    }),
  );
}

/** Pictures, and JSON files that hold a `row` or `inputs`. */
async function samplesOf(home: string): Promise<string[]> {
  const folder = join(home, SAMPLES);
  const names = await readdir(folder).catch((): string[] => []);
  const paths: string[] = [];
  for (const name of names.toSorted()) {
    const path = join(folder, name);
    const end = extname(name).toLowerCase();
    if (PICTURES.has(end) || (end === '.json' && (await isInput(path)))) paths.push(path);
  }
  if (paths.length > 0) return paths;
  throw new CliError(EXIT.fault, `the model has no folder '${SAMPLES}' with inputs; name some with --input`);
}

async function isInput(path: string): Promise<boolean> {
  try {
    const data: unknown = JSON.parse(await readFile(path, 'utf8'));
    return typeof data === 'object' && data !== null && ('row' in data || 'inputs' in data);
  } catch {
    return false;
  }
}
