import { pickRegions } from '../../inference/tasks/pick-regions.js';
import type { SeenRegion, TaskResult } from '../../inference/tasks/task-io.js';

/** Each one is a run of every following member. */
const MOST_FINDINGS = 100;

/**
 * What the next member of a chain looks at: every finding of the one before, best first.
 *
 * @param model name of the one before
 * @throws Error when it gave no detections
 */
export function chainRegions(
  result: TaskResult,
  model: string,
): { readonly regions: SeenRegion[]; readonly image: { width: number; height: number } } {
  if (!('detections' in result)) throw new Error(`member '${model}' gave no detections to look at`);
  const rule = { label: null, select: 'every', expand: 0, maxRegions: MOST_FINDINGS } as const;
  return { regions: pickRegions(result, rule).map((found) => ({ ...found, model })), image: result.image };
}
