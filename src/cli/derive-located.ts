import type { DerivedVersion } from '../models/derive/derived-version.js';
import { readGoldenSet } from '../models/golden/read-golden.js';
import { ManifestError } from '../models/manifest/manifest-error.js';
import { ModelFileError } from '../models/onnx-reader/model-file-error.js';
import { CliError, type CommandCall, EXIT } from './command.js';
import { deriveWithOthers } from './derive-with-others.js';
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
    const { derived } = await deriveWithOthers(located, env());
    return {
      ...located,
      derived: { ...derived, golden: await readGoldenSet(located.version, derived.spec) },
    };
  } catch (error) {
    if (error instanceof ManifestError || error instanceof ModelFileError) {
      throw new CliError(EXIT.fault, error.message);
    }
    throw error;
  }
}
