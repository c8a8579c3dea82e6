import type { ModelSpec } from '../../inference/model-spec.js';

const MOST_NAMED = 20;

/** Whether a version answers a picture once for each of several parts of it. */
export const answersByRegion = ({ region, ensemble }: Pick<ModelSpec, 'region' | 'ensemble'>): boolean =>
  region?.select === 'every' || ensemble?.combine === 'chain';

/**
 * Why a version cannot tell where to look; goes on after "cannot be used: ". null when it can.
 *
 * @param label what it is to look for; null for anything
 */
export function finderFault(
  spec: Pick<ModelSpec, 'task' | 'region' | 'ensemble'>,
  label: string | null = null,
): string | null {
  if (spec.task.kind !== 'object-detection') {
    return `its task is ${spec.task.kind}; only a model of task object-detection finds regions`;
  }
  const labels = spec.task.labels.map(({ name }) => name);
  if (label !== null && !labels.includes(label)) {
    return `it has no label '${label}'; it has ${labels.slice(0, MOST_NAMED).join(', ')}`;
  }
  return answersByRegion(spec) ? 'it answers region by region itself; name the model that finds them' : null;
}
