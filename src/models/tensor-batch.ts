import type { JobInput } from '../inference/executor-protocol.js';
import type { ModelSpec } from '../inference/model-spec.js';

/** Whether the first dimension of every input and output of the graph may grow: it counts items. */
export function hasBatchDimension({ inputs, outputs }: Pick<ModelSpec, 'inputs' | 'outputs'>): boolean {
  return inputs.length > 0 && [...inputs, ...outputs].every(({ dims }) => typeof dims[0] === 'string');
}

/** Items in one request: pictures are one each, tensors what their first dimension says. */
export function rowsOf(input: JobInput, spec: Pick<ModelSpec, 'inputs' | 'outputs'>): number {
  if (input.kind !== 'tensors' || !hasBatchDimension(spec)) return 1;
  return input.tensors[0]?.dims[0] ?? 1;
}
