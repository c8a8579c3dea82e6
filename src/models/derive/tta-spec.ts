import type { TaskSpec, TtaSpec } from '../../inference/model-spec.js';
import type { TtaManifest } from '../manifest/sections/tta-manifest.js';
import type { Provenance } from './provenance.js';

/** Each variant is a run of its own: more would cost a request more than they can add. */
const MOST_VARIANTS = 16;

/**
 * Fills in test-time augmentation; undefined when the manifest asks for no variant.
 *
 * @param faults takes what the manifest says and the task cannot do
 */
export function ttaSpec(
  declared: TtaManifest | undefined,
  task: TaskSpec,
  provenance: Provenance,
  faults: string[],
): TtaSpec | undefined {
  if (declared === undefined) return undefined;
  if (!('image' in task)) {
    faults.push(`tta: needs pictures, and a model of task ${task.kind} takes none`);
    return undefined;
  }
  const flips = flipsOf(declared.flip);
  const scales = [...new Set(declared.scales ?? [])].filter((scale) => scale !== 1);
  const negate = declared.negate ?? [];
  const variants = (flips.length + 1) * (scales.length + 1);
  if (variants > MOST_VARIANTS) faults.push(`tta: makes ${variants} variants; at most ${MOST_VARIANTS}`);
  if (variants === 1) faults.push('tta: names no variant beside the picture itself; declare flip or scales');
  faults.push(...negateFaults(negate, flips, task));
  provenance.take('tta.flip', { declared: declared.flip && flips, fallback: [] });
  provenance.take('tta.scales', { declared: declared.scales, fallback: [] });
  provenance.take('tta.negate', { declared: declared.negate, fallback: [] });
  return { flips, scales, negate };
}

function flipsOf(flip: TtaManifest['flip']): TtaSpec['flips'] {
  if (flip === undefined) return [];
  if (flip === 'both') return ['horizontal', 'vertical'];
  return Array.isArray(flip) ? flip : [flip];
}

function negateFaults(negate: readonly string[], flips: TtaSpec['flips'], task: TaskSpec): string[] {
  if (negate.length === 0) return [];
  if (task.kind !== 'image-regression') {
    return [`tta.negate: is for the values of a regression, and the task is ${task.kind}`];
  }
  const names = task.values.map(({ name }) => name);
  const unknown = negate.filter((name) => !names.includes(name));
  const faults = unknown.map(
    (name) => `tta.negate: there is no value '${name}'; there are: ${names.join(', ')}`,
  );
  if (!flips.includes('horizontal')) faults.push('tta.negate: has no effect without flip: horizontal');
  return faults;
}
