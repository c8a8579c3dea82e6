import { availableParallelism } from 'node:os';

import type { Env } from '../config/env.js';
import { orderedScan } from '../models/composition/build-order.js';
import { prepareEnsemble } from '../models/composition/prepare-ensemble.js';
import { deriveDefaults } from '../models/derive/derive-defaults.js';
import type { DerivedVersion } from '../models/derive/derived-version.js';
import { prepareVersion } from '../models/derive/prepare-version.js';
import { ManifestError } from '../models/manifest/manifest-error.js';
import { ModelFileError } from '../models/onnx-reader/model-file-error.js';
import type { SkippedPath } from '../models/repository/model-folder.js';
import { scanRepository } from '../models/repository/scan-repository.js';
import { referenceFaults } from '../models/reference-faults.js';

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

/** Reads every model of a folder as the server would, those versions that its policy leaves out included not. Runs nothing. */
export async function checkRepository(folder: string, env: Env): Promise<CheckedRepository> {
  const { found, skipped } = orderedScan(await scanRepository(folder));
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
            ? await prepareVersion(model, file, defaults)
            : prepareEnsemble(model, ensemble, file, (...named) => findAmong(versions, ...named), defaults);
        versions.push({ model: name, version, derived, faults: [] });
      } catch (error) {
        versions.push({ model: name, version, derived: null, faults: reasonsOf(error) });
      }
    }
  }
  const served = versions.flatMap(({ derived }) => derived ?? []);
  return {
    versions: versions.toSorted(byName).map((checked) => {
      if (!checked.derived) return checked;
      return {
        ...checked,
        faults: referenceFaults(
          checked.derived.spec,
          served.map(({ spec }) => spec),
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

/** As the server finds it, but for aliases, which only the server knows. */
function findAmong(versions: readonly CheckedVersion[], model: string, version?: string): DerivedVersion {
  const served = versions.flatMap(({ derived }) => derived ?? []);
  const found = served.filter(({ spec }) => spec.name === model);
  const isNumber = version !== undefined && /^\d+$/.test(version);
  const match = isNumber ? found.find(({ spec }) => spec.version === version) : found.at(-1);
  if (match) return match;
  if (found.length > 0) throw new Error(`model '${model}' has no version ${version} that can be served`);
  throw new Error(`there is no model '${model}' that can be served`);
}
