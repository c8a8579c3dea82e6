import type { DetectionSpec } from '../../model-spec.js';
import type { Candidates } from '../candidates.js';
import type { FoundBox } from '../found-box.js';
import type { View } from '../task-io.js';
import { describeOutputs, numbersOf } from '../tensor-numbers.js';
import { prototypeMask, type Prototypes } from './prototype-mask.js';
import type { RunLengthMask } from './run-lengths.js';

/**
 * Makes the masks of one picture's boxes.
 *
 * @param candidates with coefficients: `masksAt`
 * @returns null for a model without masks
 * @throws Error when the output with the maps does not have their shape
 */
export function maskMaker(
  { outputs, item, placement }: View,
  { masks, image }: DetectionSpec,
  candidates: Candidates,
): ((index: number, box: FoundBox) => RunLengthMask) | null {
  const { coefficients } = candidates;
  if (!masks || coefficients === null) return null;
  const output = outputs.find(({ name }) => name === masks.tensor);
  const [, count, height = 0, width = 0] = output?.dims ?? [];
  if (!output || output.dims.length !== 4 || count !== masks.count || height < 1 || width < 1) {
    throw new Error(
      `masks are made of an output '${masks.tensor}' [N, ${masks.count}, H, W]; the model has ${describeOutputs(outputs)}`,
    );
  }
  const maps: Prototypes = {
    data: numbersOf(output),
    start: item * count * height * width,
    count,
    height,
    width,
  };
  const { data, step } = coefficients;
  return (index, box) => {
    const from = candidates.masksAt[index]!;
    const own = Array.from({ length: count }, (_, k) => data[from + k * step]!);
    return prototypeMask(maps, own, box, placement, image);
  };
}
