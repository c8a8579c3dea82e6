import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';

import type { Env } from '../config/env.js';
import { needsOf } from '../models/composition/build-order.js';
import { prepareEnsemble } from '../models/composition/prepare-ensemble.js';
import { deriveDefaults } from '../models/derive/derive-defaults.js';
import type { DerivedVersion } from '../models/derive/derived-version.js';
import { deriveVersion } from '../models/derive/prepare-version.js';
import type { ModelSnapshots } from '../models/snapshot/model-snapshots.js';
import { checkRepository } from './check-repository.js';
import { findVersion } from './find-version.js';
import type { LocatedModel } from './locate-model.js';

export interface DerivedWithOthers {
  /** Without its golden samples. */
  readonly derived: DerivedVersion;
  /** Every version of the models that it is made of, and that these are made of; empty for most. */
  readonly others: readonly DerivedVersion[];
}

/**
 * Derives the spec of a model, and of those beside it in the same folder that its manifest names.
 *
 * @param snapshots where private copies go; without it nothing is written
 * @throws ModelFileError or ManifestError
 */
export async function deriveWithOthers(
  located: LocatedModel,
  env: Env,
  snapshots?: ModelSnapshots,
): Promise<DerivedWithOthers> {
  const { model, version } = located;
  const defaults = deriveDefaults(env, availableParallelism());
  const others = await othersOf(located, env, snapshots);
  const { ensemble } = model.manifest;
  if (ensemble === undefined) {
    return { derived: await deriveVersion(model, version, defaults, snapshots), others };
  }
  const find = (name: string, number?: string): DerivedVersion => findVersion(others, name, number);
  return { derived: prepareEnsemble(model, ensemble, version, find, defaults), others };
}

async function othersOf(
  { model, version, manifestPath }: LocatedModel,
  env: Env,
  snapshots?: ModelSnapshots,
): Promise<DerivedVersion[]> {
  if (needsOf(model).length === 0) return [];
  const home = dirname(manifestPath);
  const repository = version.sharedFolder ? home : dirname(home);
  const scope = { only: model.name, ...(snapshots && { snapshots }) };
  const { versions } = await checkRepository(repository, env, scope);
  return versions.flatMap(({ model: name, derived }) => (derived && name !== model.name ? [derived] : []));
}
