import type { DetectionSpec } from '../../model-spec.js';
import type { Candidates } from '../candidates.js';
import type { AnchorRows } from './decode-request.js';

/** Fractions may stick out of the picture a little; no input is only two pixels large. */
const LARGEST_FRACTION = 2;

/** Makes pixels of the input of candidates that are fractions of it. @param rows the boxes stand in their first four columns */
export function toPixels(found: Candidates, spec: DetectionSpec, rows: AnchorRows): void {
  if (found.length > 0 && isNormalized(spec, rows)) found.scale(spec.image.width, spec.image.height);
}

/**
 * Whether boxes are fractions of the input. For `auto` every box of the output is looked at, not only the good ones: the
 * anchors cover the whole input, so in pixels some coordinate is large, and as fractions none is.
 */
function isNormalized(spec: DetectionSpec, { data, start, anchors, step, columnStep }: AnchorRows): boolean {
  if (spec.boxUnits !== 'auto') return spec.boxUnits === 'normalized';
  for (let side = 0; side < 4; side += 1) {
    for (let box = 0, at = start + side * columnStep; box < anchors; box += 1, at += step) {
      if (data[at]! > LARGEST_FRACTION) return false;
    }
  }
  return true;
}
