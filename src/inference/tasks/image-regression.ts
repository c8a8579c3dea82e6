import type { ImageRegressionSpec, ValueSpec } from '../model-spec.js';
import { sigmoid } from './activations.js';
import { itemNumbers } from './item-numbers.js';
import { roundValue } from './rounding.js';
import type { RegressionResult, View } from './task-io.js';

const ACTIVATIONS: Readonly<Record<ImageRegressionSpec['activation'], (raw: number) => number>> = {
  none: (raw) => raw,
  sigmoid,
  tanh: Math.tanh,
};

/**
 * Reads the named numbers of one picture: value = activation(raw) * scale + offset.
 *
 * @param negate names of values that point left or right, like a head's yaw: their sign turns where the picture is mirrored
 *   left to right
 * @throws Error when an output is missing or a value is no finite number: such an answer would be made up
 */
export function estimate(
  view: View,
  spec: ImageRegressionSpec,
  negate: readonly string[] = [],
): RegressionResult {
  const { imageWidth: width, imageHeight: height, scaleX } = view.placement;
  const values = spec.values.map((value) => {
    const { name, unit, range, tensor } = value;
    const isAlone = spec.values.every((other) => other === value || other.tensor !== tensor);
    const read = roundValue(readValue(view, value, spec.activation, isAlone));
    return { name, value: scaleX < 0 && negate.includes(name) ? -read : read, unit, range };
  });
  return { values, image: { width, height } };
}

/** @param isAlone whether the output holds no other value: [N] is then one number an item, not one item */
function readValue(
  { outputs, item }: View,
  value: ValueSpec,
  activation: keyof typeof ACTIVATIONS,
  isAlone: boolean,
): number {
  const isVector = outputs.find(({ name }) => name === value.tensor)?.dims.length === 1;
  const numbers = itemNumbers(
    outputs,
    value.tensor,
    item,
    isVector && isAlone && value.index === 0 ? 1 : undefined,
  );
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
