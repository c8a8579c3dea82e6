import type { ModelSpec } from '../../inference/model-spec.js';
import type { VersionEngine } from '../version-engine.js';
import { EnsembleEngine } from './ensemble-engine.js';
import type { FindVersion } from './reference.js';
import { RegionEngine } from './region-engine.js';

/**
 * The engine of a version: its own processes, or other models', and around them whatever finds the place to look at.
 *
 * @param makeGroup makes the processes of a version that has a file
 */
export function composeEngine(
  spec: ModelSpec,
  find: FindVersion,
  makeGroup: () => VersionEngine,
): VersionEngine {
  const inner = spec.ensemble ? new EnsembleEngine(spec, spec.ensemble, find) : makeGroup();
  return spec.region ? new RegionEngine(spec, spec.region, inner, find) : inner;
}
