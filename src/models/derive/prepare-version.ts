import { basename } from 'node:path';

import { readGoldenSet } from '../golden/read-golden.js';
import { externalFiles } from '../onnx-reader/external-data.js';
import { modelDigest } from '../onnx-reader/model-digest.js';
import { ModelFileError } from '../onnx-reader/model-file-error.js';
import { readOnnxFile } from '../onnx-reader/onnx-file.js';
import type { ModelFolder, VersionFile } from '../repository/model-folder.js';
import type { ModelSnapshots } from '../snapshot/model-snapshots.js';
import { deriveSpec } from './derive-spec.js';
import type { DerivedVersion, DeriveDefaults } from './derived-version.js';

/**
 * From a version on disk to all that is needed to load it, its golden samples included. Nothing of the model is run, and
 * no weights are kept in memory.
 *
 * @param snapshots where a private copy of the files goes; without it the model is run from where it lies
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
 * private copy, derives the spec.
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
  const source = { model, version, digest, sizeBytes };
  if (!snapshots) return deriveSpec(source, info, defaults);
  const copyPath = await snapshots.keep({ modelPath, external, digest });
  // Read again: the copy has the digest's bytes, the original may have been replaced between two reads.
  const derived = deriveSpec(source, await readOnnxFile(copyPath), defaults);
  return { ...derived, spec: { ...derived.spec, modelPath: copyPath } };
}
