import { availableParallelism } from 'node:os';

import type { Env } from '../config/env.js';
import { needsOf, orderedScan } from '../models/composition/build-order.js';
import { prepareEnsemble } from '../models/composition/prepare-ensemble.js';
import { deriveDefaults } from '../models/derive/derive-defaults.js';
import type { DerivedVersion, DeriveDefaults } from '../models/derive/derived-version.js';
import { prepareVersion } from '../models/derive/prepare-version.js';
import { readGoldenSet } from '../models/golden/read-golden.js';
import { ManifestError } from '../models/manifest/manifest-error.js';
import type { EnsembleManifest } from '../models/manifest/sections/ensemble-manifest.js';
import { ModelFileError } from '../models/onnx-reader/model-file-error.js';
import type { ModelFolder, SkippedPath, VersionFile } from '../models/repository/model-folder.js';
import { scanRepository } from '../models/repository/scan-repository.js';
import { referenceFaults } from '../models/reference-faults.js';
import type { ModelSnapshots } from '../models/snapshot/model-snapshots.js';
import { findVersion } from './find-version.js';

/** One version of a repository: what it is, or why it cannot be served. */
export interface CheckedVersion {
  readonly model: string;
  readonly version: string;
  readonly derived: DerivedVersion | null;
  readonly faults: readonly string[];
}

export interface CheckedRepository {
  /** In the order of their names and numbers. */
  readonly versions: readonly CheckedVersion[];
  /** What lies in the folder and is not served. */
  readonly skipped: readonly SkippedPath[];
}

/** How a repository is read. */
export interface CheckScope {
  /** Where private copies of the models go, for those who run them; without it nothing is written. */
  readonly snapshots?: ModelSnapshots;
  /** Only this model and those that it is made of. */
  readonly only?: string;
}

/**
 * Reads every model of a folder as the server would: versions that its policy leaves out are not among them. Runs nothing.
 */
export async function checkRepository(
  folder: string,
  env: Env,
  { snapshots, only }: CheckScope = {},
): Promise<CheckedRepository> {
  const scan = orderedScan(await scanRepository(folder));
  const { skipped } = scan;
  const found = only === undefined ? scan.found : neededBy(only, scan.found);
  const defaults = deriveDefaults(env, availableParallelism());
  const versions: CheckedVersion[] = [];
  for (const model of found) {
    for (const file of model.versions) {
      const { name } = model;
      const { version } = file;
      try {
        const { ensemble } = model.manifest;
        const derived =
          ensemble === undefined
            ? await prepareVersion(model, file, defaults, snapshots)
            : await prepared(model, ensemble, file, served(versions), defaults);
        versions.push({ model: name, version, derived, faults: [] });
      } catch (error) {
        versions.push({ model: name, version, derived: null, faults: reasonsOf(error) });
      }
    }
  }
  return {
    versions: versions.toSorted(byName).map((checked) => {
      if (!checked.derived) return checked;
      return {
        ...checked,
        faults: referenceFaults(
          checked.derived.spec,
          served(versions).map(({ spec }) => spec),
        ),
      };
    }),
    skipped,
  };
}

function reasonsOf(error: unknown): readonly string[] {
  if (error instanceof ManifestError) return error.faults;
  if (error instanceof ModelFileError) return [error.message];
  throw error;
}

const byName = (a: CheckedVersion, b: CheckedVersion): number =>
  a.model === b.model ? Number(a.version) - Number(b.version) : a.model < b.model ? -1 : 1;

const served = (versions: readonly CheckedVersion[]): DerivedVersion[] =>
  versions.flatMap(({ derived }) => derived ?? []);

async function prepared(
  model: ModelFolder,
  ensemble: EnsembleManifest,
  file: VersionFile,
  among: readonly DerivedVersion[],
  defaults: DeriveDefaults,
): Promise<DerivedVersion> {
  const find = (name: string, version?: string): DerivedVersion => findVersion(among, name, version);
  const derived = prepareEnsemble(model, ensemble, file, find, defaults);
  return { ...derived, golden: await readGoldenSet(file, derived.spec) };
}

/** In the order in which they were. */
function neededBy(name: string, found: readonly ModelFolder[]): ModelFolder[] {
  const names = new Set([name]);
  for (let before = -1; before !== names.size;) {
    before = names.size;
    for (const model of found) if (names.has(model.name)) needsOf(model).forEach((each) => names.add(each));
  }
  return found.filter((model) => names.has(model.name));
}
