import type { RegionSpec, TaskSpec } from '../../inference/model-spec.js';
import type { ModelManifest } from '../manifest/model-manifest.js';
import type { Provenance } from './provenance.js';

const DEFAULT_MAX_REGIONS = 10;

/** Fills in where in the picture a model looks; undefined for one that looks at all of it. */
export function regionSpec(
  { region }: Pick<ModelManifest, 'region'>,
  task: TaskSpec,
  provenance: Provenance,
  faults: string[],
): RegionSpec | undefined {
  if (region === undefined) return undefined;
  if (!('image' in task)) {
    faults.push(`region: has no meaning for a model of task ${task.kind}, which takes no pictures`);
    return undefined;
  }
  const select = provenance.take<RegionSpec['select']>('region.select', {
    declared: region.select,
    fallback: 'largest',
  });
  if (region.max_regions !== undefined && select !== 'every') {
    faults.push(`region.max_regions: has no meaning with select: ${select}, which looks at one region`);
  }
  return {
    model: provenance.set('region.model', region.model, 'declared'),
    version: provenance.take<string | null>('region.version', {
      declared: region.version === undefined ? undefined : String(region.version),
      fallback: null,
      note: 'the version that answers by default',
    }),
    label: provenance.take<string | null>('region.label', { declared: region.label, fallback: null }),
    select,
    expand: provenance.take('region.expand', { declared: region.expand, fallback: 0 }),
    fallback: provenance.take<RegionSpec['fallback']>('region.fallback', {
      declared: region.fallback,
      fallback: 'error',
    }),
    maxRegions:
      select === 'every'
        ? provenance.take('region.max_regions', {
            declared: region.max_regions,
            fallback: DEFAULT_MAX_REGIONS,
          })
        : 1,
  };
}
