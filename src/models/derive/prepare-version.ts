import { basename } from 'node:path';

import { withoutZipMaps } from '../onnx-edit/edited-copy.js';
import { ZIPMAP } from '../onnx-edit/zipmap-plan.js';
import { externalFiles, type ExternalFile } from '../onnx-reader/external-data.js';
import { modelDigest } from '../onnx-reader/model-digest.js';
import { ModelFileError } from '../onnx-reader/model-file-error.js';
import { readModelFile, servable } from '../onnx-reader/onnx-file.js';
import type { OnnxInfo } from '../onnx-reader/onnx-info.js';
import type { ModelFolder, VersionFile } from '../repository/model-folder.js';
import { deriveSpec } from './derive-spec.js';
import type { DerivedVersion, PrepareDefaults } from './derived-version.js';

/**
 * From a version on disk to all that is needed to load it: reads the ONNX file, checks its external data, takes the
 * digest, takes out a ZipMap, derives the spec. Nothing of the model is run, and no weights are kept in memory.
 *
 * @throws ModelFileError or ManifestError, whose messages are for operators
 */
export async function prepareVersion(
  model: ModelFolder,
  version: VersionFile,
  defaults: PrepareDefaults,
): Promise<DerivedVersion> {
  const { modelPath, sharedFolder } = version;
  const file = await readModelFile(modelPath);
  const external = await externalFiles(modelPath, file.externalTensors, sharedFolder);
  const sizeBytes = external.reduce((sum, { sizeBytes: size }) => sum + size, file.sizeBytes);
  const digest = await digestOf(modelPath, external);
  const edited = file.opTypes.has(ZIPMAP)
    ? await withoutZipMaps(modelPath, digest, external, defaults.editedModelsDir)
    : null;
  if (edited === null) {
    const info = servable(file, basename(modelPath));
    return deriveSpec({ model, version, digest, sizeBytes }, info, defaults);
  }
  // The classes stand in the ZipMap, which the copy has no more.
  const info: OnnxInfo = servable(
    { ...(await readModelFile(edited.path)), classLists: file.classLists },
    basename(modelPath),
  );
  const runnable = { ...version, modelPath: edited.path };
  const derived = deriveSpec({ model, version: runnable, digest, sizeBytes }, info, defaults);
  return { ...derived, notes: [...derived.notes, ...edited.outputs.map(zipMapNote)] };
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
