import { availableParallelism } from 'node:os';

import { deriveDefaults } from '../models/derive/derive-defaults.js';
import type { DerivedVersion } from '../models/derive/derived-version.js';
import { prepareVersion } from '../models/derive/prepare-version.js';
import { ManifestError } from '../models/manifest/manifest-error.js';
import { ModelFileError } from '../models/onnx-reader/model-file-error.js';
import { CliError, type CommandCall, EXIT } from './command.js';
import { type LocatedModel, locateModel } from './locate-model.js';

/** A model with all that follows from its file and its manifest. */
export interface LocatedVersion extends LocatedModel {
  readonly derived: DerivedVersion;
}

/**
 * Finds a model and derives its spec, as the server would.
 *
 * @throws CliError with the reason when the server would not serve it
 */
export async function deriveLocated(
  { cwd, env }: CommandCall,
  path: string,
  manifest?: string,
): Promise<LocatedVersion> {
  try {
    const located = await locateModel(path, cwd, manifest);
    const defaults = deriveDefaults(env(), availableParallelism());
    return { ...located, derived: await prepareVersion(located.model, located.version, defaults) };
  } catch (error) {
    if (error instanceof ManifestError || error instanceof ModelFileError) {
      throw new CliError(EXIT.fault, error.message);
    }
    throw error;
  }
}
