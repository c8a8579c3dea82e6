import type { Admission } from '../../inference/admission.js';
import type { ModelSpec } from '../../inference/model-spec.js';
import type { VersionEngine } from '../version-engine.js';
import { EnsembleEngine } from './ensemble-engine.js';
import type { FindVersion } from './reference.js';
import { RegionEngine } from './region-engine.js';

/**
 * The engine of a version: its own processes, or other models', and around them whatever finds the place to look at.
 *
 * @param makeGroup makes the processes of a version that has a file
 * @param admission asked about what is new, with answers as requests get them: with the region found by the other model
 */
export function composeEngine(
  spec: ModelSpec,
  find: FindVersion,
  makeGroup: (admission: Admission) => VersionEngine,
  admission: Admission,
): VersionEngine {
  const make = (asked: Admission): VersionEngine =>
    spec.ensemble ? new EnsembleEngine(spec, spec.ensemble, find, asked) : makeGroup(asked);
  const { region } = spec;
  if (!region) return make(admission);
  return new RegionEngine(
    spec,
    region,
    (look) =>
      make({
        admit: (run) => admission.admit((request) => look(request, run)),
        refused: (reason) => admission.refused(reason),
      }),
    find,
  );
}
