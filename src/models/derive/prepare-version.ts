import { basename, dirname } from 'node:path';

import { readGoldenSet } from '../golden/read-golden.js';
import { readHubExport } from '../hub/read-hub-export.js';
import { withoutZipMaps } from '../onnx-edit/edited-copy.js';
import { ZIPMAP } from '../onnx-edit/zipmap-plan.js';
import { externalFiles, type ExternalFile } from '../onnx-reader/external-data.js';
import { modelDigest } from '../onnx-reader/model-digest.js';
import { ModelFileError } from '../onnx-reader/model-file-error.js';
import { readModelFile, servable } from '../onnx-reader/onnx-file.js';
import type { ModelFolder, VersionFile } from '../repository/model-folder.js';
import { versionFolders } from '../repository/version-folders.js';
import type { ModelSnapshots } from '../snapshot/model-snapshots.js';
import { deriveSpec } from './derive-spec.js';
import type { DerivedVersion, DeriveDefaults } from './derived-version.js';

/**
 * From a version on disk to all that is needed to load it, its golden samples included. Nothing of the model is run, and
 * no weights are kept in memory.
 *
 * @param snapshots where a private copy of the files goes; without it nothing is written: the model is run from where it
 *   lies, and one with a ZipMap can be looked at but not run
 * @throws ModelFileError, ManifestError or GoldenError, whose messages are for operators
 */
export async function prepareVersion(
  model: ModelFolder,
  version: VersionFile,
  defaults: DeriveDefaults,
  snapshots?: ModelSnapshots,
): Promise<DerivedVersion> {
  const derived = await deriveVersion(model, version, defaults, snapshots);
  return { ...derived, golden: await readGoldenSet(version, derived.spec) };
}

/**
 * As `prepareVersion`, without golden samples: reads the ONNX file, checks its external data, takes the digest, keeps a
 * private copy, takes out a ZipMap, reads the files of Hugging Face and timm beside it, derives the spec.
 *
 * @throws ModelFileError or ManifestError
 */
export async function deriveVersion(
  model: ModelFolder,
  version: VersionFile,
  defaults: DeriveDefaults,
  snapshots?: ModelSnapshots,
): Promise<DerivedVersion> {
  const { modelPath, sharedFolder } = version;
  const name = basename(modelPath);
  const first = await readModelFile(modelPath);
  const external = await externalFiles(modelPath, first.externalTensors, sharedFolder);
  const sizeBytes = external.reduce((sum, file) => sum + file.sizeBytes, first.sizeBytes);
  const digest = await digestOf(modelPath, external);
  const path = snapshots ? await snapshots.keep({ modelPath, external, digest }) : modelPath;
  // Read again: the copy has the digest's bytes, the original may have been replaced between two reads.
  const file = snapshots ? await readModelFile(path) : first;
  const folder = snapshots ? dirname(path) : null;
  const edited = file.opTypes.has(ZIPMAP) ? await withoutZipMaps(path, name, folder) : null;
  // The classes stand in the ZipMap, which the edited file has no more.
  const info = servable(edited ? { ...edited.file, classLists: file.classLists } : file, name);
  const hub = await readHubExport(versionFolders(version, model.name));
  const derived = deriveSpec({ model, version, digest, sizeBytes, hub }, info, defaults);
  const notes = [...derived.notes, ...(edited?.outputs ?? []).map(zipMapNote)];
  const spec = { ...derived.spec, modelPath: edited?.path ?? path };
  return { ...derived, spec, notes };
}

const zipMapNote = (output: string): string =>
  `the ZipMap at the end was taken out: output '${output}' is a tensor of probabilities instead of maps`;

async function digestOf(modelPath: string, external: readonly ExternalFile[]): Promise<string> {
  try {
    return await modelDigest(modelPath, external);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = `cannot be read to its end (${code ?? 'it changed meanwhile'})`;
    throw new ModelFileError(basename(modelPath), reason);
  }
}
