import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { ModelSpec } from '../../inference/model-spec.js';
import { openRegularFile } from '../onnx-reader/byte-source.js';
import type { VersionFile } from '../repository/model-folder.js';
import { versionFolders } from '../repository/version-folders.js';
import { type GoldenCase, goldenCase, GoldenSet } from './golden-case.js';
import { GoldenError, MAX_SAMPLES } from './golden-sample.js';
import { parseGoldenSample } from './parse-golden.js';

export const GOLDEN_FOLDER = 'golden';

/** An expected answer of raw tensors may be long; more than this is no sample. */
const MAX_JSON_BYTES = 4 * 1024 * 1024;
/** Largest input file. They stay in memory, since every new process is checked with them. */
const MAX_INPUT_BYTES = 10 * 1024 * 1024;

/**
 * The golden samples of a version: those of its own folder (`name/2/golden/*.json`), else those of its model
 * (`name/golden/*.json`). A bare file has none.
 *
 * @returns null when there are none
 * @throws GoldenError for the first sample that cannot be used
 */
export async function readGoldenSet(version: VersionFile, spec: ModelSpec): Promise<GoldenSet | null> {
  for (const folder of goldenFolders(version, spec.name)) {
    const names = await sampleNames(folder);
    if (names.length > 0) return readSet(folder, names, spec);
  }
  return null;
}

/** Where the samples of a version may lie; the first folder that holds any counts. */
export function goldenFolders(file: VersionFile, model: string): string[] {
  return versionFolders(file, model).map((each) => join(each, GOLDEN_FOLDER));
}

async function sampleNames(folder: string): Promise<string[]> {
  const stats = await lstat(folder).catch(() => null);
  if (stats === null) return [];
  if (!stats.isDirectory()) throw new GoldenError('', 'is not a folder; symbolic links are not followed');
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw new GoldenError('', `cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  const names = entries
    .map(({ name }) => name)
    .filter((name) => name.endsWith('.json') && !name.startsWith('.'));
  if (names.length > MAX_SAMPLES) {
    throw new GoldenError(
      '',
      `holds ${names.length} samples; at most ${MAX_SAMPLES} are run, so leave the best`,
    );
  }
  return names.toSorted();
}

async function readSet(folder: string, names: readonly string[], spec: ModelSpec): Promise<GoldenSet> {
  const hash = createHash('sha256');
  const cases: GoldenCase[] = [];
  for (const name of names) {
    const text = await readSmallFile(
      join(folder, name),
      MAX_JSON_BYTES,
      (reason) => new GoldenError(name, reason),
    );
    const sample = parseGoldenSample(textOf(text, name), name);
    const { input } = sample;
    const bytes =
      input.kind === 'file'
        ? await readSmallFile(
            join(folder, input.file),
            MAX_INPUT_BYTES,
            (reason) => new GoldenError(name, `input.file: '${input.file}' ${reason}`),
          )
        : null;
    hash.update(`${name}\0${text.length}\0`).update(text);
    if (bytes !== null) hash.update(`${bytes.length}\0`).update(bytes);
    cases.push(goldenCase(sample, bytes, spec));
  }
  return new GoldenSet(cases, hash.digest('hex'));
}

async function readSmallFile(
  path: string,
  limit: number,
  fault: (reason: string) => GoldenError,
): Promise<Buffer> {
  let file: Awaited<ReturnType<typeof openRegularFile>>;
  try {
    file = await openRegularFile(path);
  } catch (error) {
    throw fault(openFault(error as NodeJS.ErrnoException));
  }
  try {
    if (file.size > limit) throw fault(`is larger than ${limit / 1048576} MB`);
    // Not readFile(): a file that grows meanwhile must not be read beyond the limit.
    const bytes = Buffer.alloc(file.size);
    const { bytesRead } = await file.handle.read(bytes, 0, file.size, 0);
    if (bytesRead < file.size) throw fault('changed while it was read');
    return bytes;
  } finally {
    await file.handle.close();
  }
}

function openFault({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'does not exist';
  if (code === 'ELOOP') return 'is a symbolic link, which is not followed';
  return code === undefined ? message : `cannot be read (${code})`;
}

function textOf(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new GoldenError(name, 'is not UTF-8 text');
  }
}
