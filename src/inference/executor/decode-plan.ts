import type { ModelSpec, PictureTaskSpec } from '../model-spec.js';
import type { DecodeOptions } from './decode.js';
import { variantsOf } from './variant.js';

/** How a model's pictures are decoded, the region of each apart: the same for a prediction and for a look at its input. */
export function decodePlan(spec: ModelSpec, task: PictureTaskSpec): Omit<DecodeOptions, 'region'> {
  return {
    zooms: [...new Set(variantsOf(spec.tta).map(({ scale }) => scale))],
    isExact: task.kind === 'image-regression',
  };
}
