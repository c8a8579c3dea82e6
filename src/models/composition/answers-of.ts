import type { ModelSpec } from '../../inference/model-spec.js';

/** Whether a version answers a picture once for each of several parts of it. */
export const answersByRegion = ({ region, ensemble }: Pick<ModelSpec, 'region' | 'ensemble'>): boolean =>
  region?.select === 'every' || ensemble?.combine === 'chain';

/** Why a version cannot tell where to look; goes on after "cannot be used: ". null when it can. */
export function finderFault(spec: Pick<ModelSpec, 'task' | 'region' | 'ensemble'>): string | null {
  if (spec.task.kind !== 'object-detection') {
    return `its task is ${spec.task.kind}; only a model of task object-detection finds regions`;
  }
  return answersByRegion(spec) ? 'it answers region by region itself; name the model that finds them' : null;
}
