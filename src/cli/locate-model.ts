import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { ModelManifest } from '../models/manifest/model-manifest.js';
import { readManifest, type ReadManifest } from '../models/manifest/read-manifest.js';
import type { ModelFolder, VersionFile } from '../models/repository/model-folder.js';
import { HUB_FOLDER } from '../models/repository/version-folders.js';
import { findVersions, versionsWithoutFile } from '../models/repository/version-files.js';
import { CliError, EXIT } from './command.js';

/** A model that a command was pointed at, found as the server would find it. */
export interface LocatedModel {
  readonly model: ModelFolder;
  readonly version: VersionFile;
  /** Where its manifest is, or belongs. */
  readonly manifestPath: string;
}

interface Place {
  readonly name: string;
  readonly version: VersionFile;
  readonly manifestPath: string;
}

const MODEL_FILE = 'model.onnx';
const MANIFEST = 'model.yaml';

/**
 * Finds a model by the path of its file (`models/plant/1/model.onnx`, `best.onnx`) or of its folder (`models/plant`: the newest
 * version), with the manifest that belongs to it.
 *
 * @param manifest path of another manifest
 * @throws CliError, ManifestError
 */
export async function locateModel(path: string, cwd: string, manifest?: string): Promise<LocatedModel> {
  const full = resolve(cwd, path);
  const stats = await stat(full).catch(() => null);
  if (stats === null) throw new CliError(EXIT.fault, `'${path}' does not exist`);
  const place = stats.isDirectory() ? await inFolder(full, path) : await fromFile(full);
  const given = manifest === undefined ? null : resolve(cwd, manifest);
  if (given !== null && !(await isFile(given)))
    throw new CliError(EXIT.fault, `'${manifest}' does not exist`);
  const used = given ?? ((await isFile(place.manifestPath)) ? place.manifestPath : null);
  const read: ReadManifest =
    used === null
      ? { manifest: new ModelManifest(), labels: null }
      : await readManifest(used, basename(used));
  const { name, version } = place;
  return {
    model: {
      name,
      manifestPath: used,
      ...read,
      versions: [version],
      availableVersions: [version.version],
    },
    version,
    manifestPath: place.manifestPath,
  };
}

const isFile = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => null))?.isFile() ?? false;

/** A file by its place: in a folder of versions, alone in a model's folder, or bare among others. */
async function fromFile(path: string): Promise<Place> {
  // Somebody who names a link means what it leads to, whose folder is then the model's own.
  const modelPath = await realpath(path);
  const folder = dirname(path);
  const number = basename(folder);
  if (basename(path) !== MODEL_FILE) {
    const name = basename(path).replace(/\.onnx$/i, '');
    const version = { version: '1', modelPath, sharedFolder: true };
    return { name, version, manifestPath: join(folder, `${name}.yaml`) };
  }
  const isVersion = /^(0|[1-9]\d{0,14})$/.test(number);
  const home = isVersion || number === HUB_FOLDER ? dirname(folder) : folder;
  const version = { version: isVersion ? number : '1', modelPath, sharedFolder: false };
  return { name: basename(home), version, manifestPath: join(home, MANIFEST) };
}

async function inFolder(folder: string, shown: string): Promise<Place> {
  const name = basename(folder);
  const entries = await readdir(folder, { withFileTypes: true });
  const { versions, skipped } = await findVersions(folder, name, entries);
  const manifestPath = join(folder, MANIFEST);
  const version = versions.at(-1) ?? (await withoutFile(entries, manifestPath));
  if (version) return { name, version, manifestPath };
  const reasons = skipped.map((each) => `${each.path} ${each.reason}`).join('; ');
  throw new CliError(
    EXIT.fault,
    `'${shown}' holds no version of a model${reasons === '' ? '; expected 1/model.onnx in it' : `: ${reasons}`}`,
  );
}

/** The newest version of a model that is made of others, and so has no file. */
async function withoutFile(
  entries: readonly Dirent[],
  manifestPath: string,
): Promise<VersionFile | undefined> {
  if (!(await isFile(manifestPath))) return undefined;
  const { manifest } = await readManifest(manifestPath, MANIFEST);
  return manifest.ensemble === undefined ? undefined : versionsWithoutFile(entries, manifestPath).at(-1);
}
