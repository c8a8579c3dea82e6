import { lstat, readdir } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';

import { withFileSource } from '../onnx-reader/byte-source.js';
import { foreignFormat } from '../onnx-reader/foreign-format.js';
import type { SkippedPath, VersionFile } from './model-folder.js';
import { HUB_FOLDER } from './version-folders.js';

const MODEL_FILE = 'model.onnx';

/** Why a version folder is skipped that holds no model at all. */
export const NO_MODEL_FILE = `holds no ${MODEL_FILE}`;

/** Whole numbers without leading zeros, so that a version has one name only. */
const VERSION = /^(0|[1-9]\d{0,14})$/;

export interface FoundVersions {
  /** Lowest first. */
  readonly versions: readonly VersionFile[];
  readonly skipped: readonly SkippedPath[];
}

/**
 * Finds the versions of a model's folder: `<n>/model.onnx`, and `model.onnx` or `onnx/model.onnx` as version 1.
 *
 * @param name the folder's name, for the paths in `skipped`
 */
export async function findVersions(
  folder: string,
  name: string,
  entries: readonly Dirent[],
): Promise<FoundVersions> {
  const versions = new Map<string, VersionFile>();
  const skipped: SkippedPath[] = [];
  for (const entry of entries) {
    const path = `${name}/${entry.name}`;
    const isNumber = /^\d+$/.test(entry.name);
    if (isNumber && entry.isSymbolicLink()) skipped.push({ path, reason: LINK });
    else if (isNumber && entry.isDirectory()) {
      const fault = VERSION.test(entry.name)
        ? await modelFault(join(folder, entry.name))
        : `is not a version number: write ${BigInt(entry.name)}`;
      if (fault === null) versions.set(entry.name, versionFile(entry.name, join(folder, entry.name)));
      else
        skipped.push({ path: fault.startsWith(MODEL_FILE) ? `${path}/${MODEL_FILE}` : path, reason: fault });
    } else if (
      !isNumber &&
      entry.name !== HUB_FOLDER &&
      entry.isDirectory() &&
      !entry.name.startsWith('.') &&
      (await holdsModel(folder, entry))
    ) {
      skipped.push({ path, reason: 'is not a version number; versions are folders 1, 2, 3, ...' });
    }
  }
  await addFlatFile(folder, name, entries, versions, skipped);
  await addHubFile(folder, name, entries, versions, skipped);
  return {
    versions: [...versions.values()].toSorted((a, b) => Number(a.version) - Number(b.version)),
    skipped,
  };
}

/** Versions of a model without a file, by their folders: version 1 when there are none. Lowest first. */
export function versionsWithoutFile(entries: readonly Dirent[], manifestPath: string): VersionFile[] {
  const numbers = entries
    .filter((entry) => entry.isDirectory() && VERSION.test(entry.name))
    .map(({ name }) => name);
  return (numbers.length > 0 ? numbers : ['1'])
    .map((version) => ({ version, modelPath: manifestPath, sharedFolder: false }))
    .toSorted((a, b) => Number(a.version) - Number(b.version));
}

const LINK = 'is a symbolic link, which is not followed';

/** `name/model.onnx` is version 1; other ONNX files in the folder are probably misplaced. */
async function addFlatFile(
  folder: string,
  name: string,
  entries: readonly Dirent[],
  versions: Map<string, VersionFile>,
  skipped: SkippedPath[],
): Promise<void> {
  for (const entry of entries) {
    if (!entry.name.toLowerCase().endsWith('.onnx') || entry.name.startsWith('.')) continue;
    const path = `${name}/${entry.name}`;
    if (entry.name !== MODEL_FILE) {
      skipped.push({
        path,
        reason: `is not where a model is looked for; move it to ${name}/<n>/${MODEL_FILE}`,
      });
      continue;
    }
    const fault = await modelFault(folder);
    if (fault !== null) skipped.push({ path, reason: fault });
    else if (versions.has('1')) {
      skipped.push({ path, reason: `would be version 1, which ${name}/1/${MODEL_FILE} is already` });
    } else versions.set('1', versionFile('1', folder));
  }
}

/**
 * `name/onnx/model.onnx`, where repositories of Hugging Face's hub have it, is version 1 too. Beside it lie other precisions of the
 * same model; which of them to serve is for people to say.
 */
async function addHubFile(
  folder: string,
  name: string,
  entries: readonly Dirent[],
  versions: Map<string, VersionFile>,
  skipped: SkippedPath[],
): Promise<void> {
  const entry = entries.find((each) => each.name === HUB_FOLDER);
  if (!entry) return;
  const path = `${name}/${HUB_FOLDER}`;
  if (entry.isSymbolicLink()) skipped.push({ path, reason: LINK });
  if (!entry.isDirectory()) return;
  const inside: string[] = await readdir(join(folder, HUB_FOLDER)).catch(() => []);
  const models = inside.filter((file) => file.toLowerCase().endsWith('.onnx')).toSorted();
  if (models.length === 0) return;
  if (!models.includes(MODEL_FILE)) {
    const reason = `holds ${models.slice(0, 10).join(', ')}; call the one that is to be served ${MODEL_FILE}`;
    if (!versions.has('1')) skipped.push({ path, reason });
    return;
  }
  const fault = await modelFault(join(folder, HUB_FOLDER));
  if (fault !== null)
    skipped.push({ path: `${path}/${MODEL_FILE}`, reason: fault.replace(`${MODEL_FILE} `, '') });
  else if (versions.has('1')) {
    skipped.push({ path: `${path}/${MODEL_FILE}`, reason: `would be version 1, which ${name} has already` });
  } else versions.set('1', versionFile('1', join(folder, HUB_FOLDER)));
}

/** @param own folder of the version's own */
function versionFile(version: string, own: string): VersionFile {
  return { version, modelPath: join(own, MODEL_FILE), sharedFolder: false };
}

async function holdsModel(folder: string, entry: Dirent): Promise<boolean> {
  const inside: string[] = await readdir(join(folder, entry.name)).catch(() => []);
  return inside.includes(MODEL_FILE);
}

/** Why the folder's `model.onnx` cannot be a model, by its first bytes; null when it may be one. */
async function modelFault(folder: string): Promise<string | null> {
  const path = join(folder, MODEL_FILE);
  const isThere = await lstat(path).then(
    () => true,
    () => false,
  );
  if (!isThere) return NO_MODEL_FILE;
  const fault = await modelFileFault(path);
  return fault === null ? null : `${MODEL_FILE} ${fault}`;
}

/** Why a file cannot be a model, by its first bytes; goes on after its name. null when it may be one. */
export async function modelFileFault(path: string): Promise<string | null> {
  try {
    return await withFileSource(path, foreignFormat);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ELOOP') return LINK;
    return code === undefined ? message : `cannot be read (${code})`;
  }
}
