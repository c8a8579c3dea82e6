import type { DetectionSpec } from '../../model-spec.js';
import type { NumberArray } from '../tensor-numbers.js';

/** Fractions may stick out of the picture a little; no input is only two pixels large. */
const LARGEST_FRACTION = 2;

/**
 * Whether boxes are fractions of the input. For `auto` every box of the output is looked at, not only the good ones: the
 * anchors cover the whole input, so in pixels some coordinate is large, and as fractions none is.
 *
 * @param from index of the first coordinate
 * @param count boxes
 * @param step from one box to the next
 * @param sideStep from one coordinate of a box to the next
 */
export function isNormalized(
  spec: DetectionSpec,
  data: NumberArray,
  from: number,
  count: number,
  step: number,
  sideStep: number,
): boolean {
  if (spec.boxUnits !== 'auto') return spec.boxUnits === 'normalized';
  for (let side = 0; side < 4; side += 1) {
    for (let box = 0, at = from + side * sideStep; box < count; box += 1, at += step) {
      if (data[at]! > LARGEST_FRACTION) return false;
    }
  }
  return true;
}
