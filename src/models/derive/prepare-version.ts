import { basename } from 'node:path';

import { externalFiles } from '../onnx-reader/external-data.js';
import { modelDigest } from '../onnx-reader/model-digest.js';
import { ModelFileError } from '../onnx-reader/model-file-error.js';
import { readOnnxFile } from '../onnx-reader/onnx-file.js';
import type { ModelFolder, VersionFile } from '../repository/model-folder.js';
import { deriveSpec } from './derive-spec.js';
import type { DerivedVersion, DeriveDefaults } from './derived-version.js';

/**
 * From a version on disk to all that is needed to load it: reads the ONNX file, checks its external data, takes the
 * digest, derives the spec. Nothing of the model is run, and no weights are kept in memory.
 *
 * @throws ModelFileError or ManifestError, whose messages are for operators
 */
export async function prepareVersion(
  model: ModelFolder,
  version: VersionFile,
  defaults: DeriveDefaults,
): Promise<DerivedVersion> {
  const { modelPath, sharedFolder } = version;
  const info = await readOnnxFile(modelPath);
  const external = await externalFiles(modelPath, info.file.externalTensors, sharedFolder);
  const sizeBytes = external.reduce((sum, file) => sum + file.sizeBytes, info.file.sizeBytes);
  let digest: string;
  try {
    digest = await modelDigest(modelPath, external);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ModelFileError(
      basename(modelPath),
      `cannot be read to its end (${code ?? 'it changed meanwhile'})`,
    );
  }
  return deriveSpec({ model, version, digest, sizeBytes }, info, defaults);
}
