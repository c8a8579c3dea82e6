import type { ModelSpec } from '../../inference/model-spec.js';
import type { LoadedVersion } from '../loaded-version.js';
import { referencesOf, resolveReference } from './reference.js';

/**
 * Every version that takes part in the answers of another one, in a fixed order and each once; none for most.
 *
 * @param find as a request finds them
 * @throws AppError MODEL_NOT_READY when one of them is not there
 */
export function dependenciesOf(
  spec: ModelSpec,
  find: (model: string, version?: string) => LoadedVersion,
): LoadedVersion[] {
  const known = new Set<LoadedVersion>();
  const add = (of: ModelSpec): void => {
    for (const reference of referencesOf(of)) {
      const found = resolveReference(of, reference, find);
      if (known.has(found)) continue;
      known.add(found);
      add(found.spec);
    }
  };
  add(spec);
  return [...known];
}
