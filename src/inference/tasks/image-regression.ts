import type { ImageRegressionSpec, ValueSpec } from '../model-spec.js';
import { sigmoid } from './activations.js';
import { itemNumbers } from './item-numbers.js';
import { roundValue } from './rounding.js';
import { deviation, mean } from './statistics.js';
import type { NamedValue, RegressionResult, View } from './task-io.js';

const ACTIVATIONS: Readonly<Record<ImageRegressionSpec['activation'], (raw: number) => number>> = {
  none: (raw) => raw,
  sigmoid,
  tanh: Math.tanh,
};

/**
 * Reads the named numbers of one picture: value = activation(raw) * scale + offset. Over several views the mean is the
 * answer and the standard deviation its spread; in a view that is mirrored left to right the values of `negate` have their
 * sign turned first.
 *
 * @param views one, or one for each variant of the picture
 * @param negate names of values that point left or right, like a head's yaw
 * @throws Error when an output is missing or a value is no finite number: such an answer would be made up
 */
export function estimate(
  views: readonly View[],
  spec: ImageRegressionSpec,
  negate: readonly string[] = [],
): RegressionResult {
  const { imageWidth: width, imageHeight: height } = views[0]!.placement;
  return {
    values: spec.values.map((value) => {
      const isTurned = negate.includes(value.name);
      const isAlone = spec.values.every((other) => other === value || other.tensor !== value.tensor);
      const seen = views.map((view) => {
        const read = readValue(view, value, spec.activation, isAlone);
        return isTurned && view.placement.scaleX < 0 ? -read : read;
      });
      return namedValue(value, seen);
    }),
    image: { width, height },
  };
}

/** @param isAlone whether the output holds no other value: [N] is then one number an item, not one item */
function readValue(
  { outputs, item }: View,
  value: ValueSpec,
  activation: keyof typeof ACTIVATIONS,
  isAlone: boolean,
): number {
  const isVector = outputs.find(({ name }) => name === value.tensor)?.dims.length === 1;
  const numbers = itemNumbers(outputs, value.tensor, item, isVector && isAlone && value.index === 0 ? 1 : undefined);
  const raw = numbers[value.index];
  if (raw === undefined) {
    throw new Error(
      `value '${value.name}' is number ${value.index} of '${value.tensor}', which has ${numbers.length}`,
    );
  }
  const result = ACTIVATIONS[activation](raw) * value.scale + value.offset;
  if (!Number.isFinite(result)) throw new Error(`the model gave no finite number for '${value.name}'`);
  return result;
}

function namedValue({ name, unit, range }: ValueSpec, seen: readonly number[]): NamedValue {
  return {
    name,
    value: roundValue(mean(seen)),
    ...(unit !== null && { unit }),
    ...(range !== null && { range: [...range] }),
    ...(seen.length > 1 && { spread: roundValue(deviation(seen)) }),
  };
}
