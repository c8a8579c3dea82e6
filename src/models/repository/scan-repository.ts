import { readdir, realpath } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';

import { ManifestError } from '../manifest/manifest-error.js';
import { ModelManifest } from '../manifest/model-manifest.js';
import { LABEL_FILES, readLabelsBeside, readManifest, type ReadManifest } from '../manifest/read-manifest.js';
import { declaredRouting } from '../routing/declared-routing.js';
import { routingFaults } from '../routing/routing-faults.js';
import { namedVersions } from '../routing/routing-state.js';
import type { ModelFolder, RepositoryScan, SkippedPath, VersionFile } from './model-folder.js';
import { chooseVersions } from './version-policy.js';
import { findVersions, modelFileFault, NO_MODEL_FILE, versionsWithoutFile } from './version-files.js';

const MODEL_NAME = /^(?!stats$)[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const NAME_RULE =
  "a model name has 1 to 128 of A-Z a-z 0-9 . _ - and starts with a letter or digit; 'stats' is taken by GET /v2/models/stats";
const MANIFEST = 'model.yaml';

type NamedVersions = (model: string) => readonly string[];

/** What one entry of the repository turned out to be. */
interface Found {
  readonly model: ModelFolder | null;
  readonly skipped: readonly SkippedPath[];
}

/**
 * Finds the models in a folder: `name/model.yaml`, `name/<n>/model.onnx`, `name/model.onnx` (version 1), and bare
 * `name.onnx` (version 1) beside an optional `name.yaml`. One bad model never hides the others: it is in `skipped`
 * with the reason. Hidden entries, and folders without any model, are passed over in silence.
 *
 * @param namedBy versions of a model that somebody routes requests to: served whatever the manifest's policy says
 * @returns models in the order of their names; both lists empty is impossible: an empty repository is skipped itself
 */
export async function scanRepository(
  modelDir: string,
  namedBy: NamedVersions = () => [],
): Promise<RepositoryScan> {
  let root: string;
  let entries: Dirent[];
  try {
    // The repository itself may be a link (a mounted volume); nothing below it may.
    root = await realpath(modelDir);
    entries = await readdir(root, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason =
      code === 'ENOENT' ? 'the model folder does not exist' : `the model folder cannot be read (${code})`;
    return { found: [], skipped: [{ path: '.', reason }], unread: reason };
  }
  const visible = entries
    .filter(({ name }) => !name.startsWith('.'))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const found: ModelFolder[] = [];
  const skipped: SkippedPath[] = [];
  for (const entry of visible) {
    try {
      const { model, skipped: also } = await readEntry(root, entry, visible, namedBy);
      if (model !== null) found.push(model);
      skipped.push(...also);
    } catch (error) {
      const { code, name } = error as NodeJS.ErrnoException;
      skipped.push({ path: entry.name, reason: `cannot be read (${code ?? name})` });
    }
  }
  return settle(found, skipped);
}

const isBare = (model: ModelFolder): boolean => model.versions.some(({ sharedFolder }) => sharedFolder);

/** A folder wins over a bare file of the same name, also when nothing in it can be served. */
function settle(models: readonly ModelFolder[], alreadySkipped: readonly SkippedPath[]): RepositoryScan {
  const skipped = [...alreadySkipped];
  const folders = new Set([
    ...models.filter((model) => !isBare(model)).map(({ name }) => name),
    ...alreadySkipped
      .map(({ path }) => path)
      .flatMap((path) => (path.includes('/') ? [path.split('/')[0]!] : [])),
  ]);
  const found = models.filter((model) => {
    if (!isBare(model) || !folders.has(model.name)) return true;
    const reason = `there is a folder '${model.name}' too, which has the name; move the file to ${model.name}/<n>/model.onnx`;
    skipped.push({ path: `${model.name}.onnx`, reason });
    return false;
  });
  if (found.length === 0 && skipped.length === 0) {
    const reason = 'the model folder holds no model; expected name/1/model.onnx or name.onnx';
    skipped.push({ path: '.', reason });
  }
  return { found: found.toSorted((a, b) => (a.name < b.name ? -1 : 1)), skipped };
}

async function readEntry(
  root: string,
  entry: Dirent,
  siblings: readonly Dirent[],
  namedBy: NamedVersions,
): Promise<Found> {
  const { name } = entry;
  const isModelFile = name.toLowerCase().endsWith('.onnx');
  if (entry.isSymbolicLink()) return skip(name, 'is a symbolic link, which is not followed');
  if (entry.isDirectory()) return readFolder(root, name, namedBy);
  if (entry.isFile() && isModelFile) return readBareFile(root, name, siblings);
  return NOTHING;
}

const NOTHING: Found = { model: null, skipped: [] };

const skip = (path: string, reason: string): Found => ({ model: null, skipped: [{ path, reason }] });

async function readFolder(root: string, name: string, namedBy: NamedVersions): Promise<Found> {
  const folder = join(root, name);
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    return skip(name, `cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  const manifest = entries.find((entry) => entry.name === MANIFEST);
  const { versions, skipped } = await findVersions(folder, name, entries);
  if (manifest === undefined && versions.length === 0 && skipped.length === 0) return NOTHING;
  if (!MODEL_NAME.test(name)) return skip(name, NAME_RULE);
  const manifestPath = manifest === undefined ? null : join(folder, MANIFEST);
  if (versions.length > 0) {
    const found = await describe(name, manifestPath, `${name}/${MANIFEST}`, versions, namedBy(name));
    const model = found.model && (await withLabelsBeside(found.model, folder, entries));
    return { model, skipped: [...skipped, ...found.skipped] };
  }
  if (manifestPath !== null && skipped.every(({ reason }) => reason === NO_MODEL_FILE)) {
    // Made of other models: it may have version folders, with nothing in them.
    const found = await describe(name, manifestPath, `${name}/${MANIFEST}`, versions, namedBy(name), entries);
    if (found !== NOTHING) return found;
  }
  const reason = 'has no version with a model; expected 1/model.onnx in it';
  return { model: null, skipped: skipped.length > 0 ? skipped : [{ path: name, reason }] };
}

async function withLabelsBeside(
  model: ModelFolder,
  folder: string,
  entries: readonly Dirent[],
): Promise<ModelFolder> {
  const file = LABEL_FILES.find((name) => entries.some((entry) => entry.name === name && entry.isFile()));
  if (model.labels !== null || file === undefined) return model;
  const labelsBeside = await readLabelsBeside(folder, file);
  return labelsBeside ? { ...model, labelsBeside } : model;
}

async function readBareFile(root: string, fileName: string, siblings: readonly Dirent[]): Promise<Found> {
  const name = fileName.slice(0, -'.onnx'.length);
  if (!MODEL_NAME.test(name)) return skip(fileName, NAME_RULE);
  const fault = await modelFileFault(join(root, fileName));
  if (fault !== null) return skip(fileName, fault);
  const manifest = siblings.find((entry) => entry.name === `${name}.yaml`);
  const version: VersionFile = { version: '1', modelPath: join(root, fileName), sharedFolder: true };
  const manifestPath = manifest === undefined ? null : join(root, manifest.name);
  return describe(name, manifestPath, `${name}.yaml`, [version], []);
}

async function describe(
  name: string,
  manifestPath: string | null,
  manifestName: string,
  withFile: readonly VersionFile[],
  named: readonly string[],
  entries: readonly Dirent[] = [],
): Promise<Found> {
  let read: ReadManifest = { manifest: new ModelManifest(), labels: null };
  try {
    if (manifestPath !== null) read = await readManifest(manifestPath, manifestName);
    const isEnsemble = read.manifest.ensemble !== undefined;
    if (isEnsemble && withFile.length > 0) {
      const fault = 'ensemble: has no meaning beside a model file; give the ensemble a folder of its own';
      throw new ManifestError(manifestName, [fault]);
    }
    const versions = isEnsemble ? versionsWithoutFile(entries, manifestPath ?? '') : withFile;
    if (versions.length === 0) return NOTHING;
    const availableVersions = versions.map(({ version }) => version);
    const { state } = declaredRouting(read.manifest.versions);
    const faults = routingFaults(state, availableVersions).map((fault) => `versions.${fault}`);
    if (faults.length > 0) throw new ManifestError(manifestName, faults);
    const policy = read.manifest.versions?.policy ?? 'latest';
    const chosen = chooseVersions(versions, policy, manifestName, [...namedVersions(state), ...named]);
    return { model: { name, manifestPath, ...read, versions: chosen, availableVersions }, skipped: [] };
  } catch (error) {
    if (error instanceof ManifestError) return skip(manifestName, error.faults.join('; '));
    throw error;
  }
}
