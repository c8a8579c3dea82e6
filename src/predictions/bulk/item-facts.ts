import type { Priority } from '../../inference/job-queue.js';
import type { ModelSpec } from '../../inference/model-spec.js';
import type { RequestFacts } from '../prediction.js';

/** Behind the requests of one input, which somebody waits for. */
const LAST: Priority = 3;

/**
 * What one of many inputs has to know: its deadline is that of the whole request, or the model's own from now on where
 * that is earlier.
 *
 * @param maxWaiting see RequestFacts
 */
export function itemFacts(
  facts: RequestFacts,
  { execution }: Pick<ModelSpec, 'execution'>,
  maxWaiting: number,
): RequestFacts {
  const ownAt = Date.now() + (execution.deadlineMs ?? Infinity);
  if (ownAt >= facts.deadlineAt) return { ...facts, maxWaiting, priority: LAST };
  return {
    ...facts,
    maxWaiting,
    priority: LAST,
    deadlineAt: ownAt,
    deadlineMs: execution.deadlineMs ?? facts.deadlineMs,
  };
}
