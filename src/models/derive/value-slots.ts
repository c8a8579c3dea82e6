import type { TensorInfo } from '../../inference/model-spec.js';
import { found, missing, type Outcome } from './outcome.js';
import { shapeText } from './shape-text.js';

/** A place for one number in the outputs of a graph. */
export interface ValueSlot {
  readonly tensor: string;
  readonly index: number;
}

const NUMBER_TYPES: readonly string[] = ['float32', 'float16', 'float64', 'int32', 'int16', 'int8', 'uint8'];

/** Outputs of more numbers are maps, not values. */
const MOST_VALUES = 1000;

/**
 * How many numbers an output has for one item of the batch: [N], [N, 1] and [N, K], with any further dimensions of 1.
 *
 * @returns null when it has an open number of them, no fixed rank, or no numbers
 */
export function numbersPerItem({ type, dims, unranked }: TensorInfo): number | null {
  if (unranked || !NUMBER_TYPES.includes(type)) return null;
  const rest = dims.length === 1 && typeof dims[0] === 'number' && dims[0] > 1 ? dims : dims.slice(1);
  let size = 1;
  for (const dim of rest) {
    if (typeof dim !== 'number') return null;
    size *= dim;
  }
  return size;
}

/**
 * Every number of every output, in the order of the graph: the values of a regression where the manifest names no places.
 */
export function valueSlots(outputs: readonly TensorInfo[]): Outcome<ValueSlot[]> {
  const slots: ValueSlot[] = [];
  for (const output of outputs) {
    const count = numbersPerItem(output);
    const isList = output.dims.slice(1).filter((dim) => dim !== 1).length <= 1;
    if (count === null || count > MOST_VALUES || !isList) {
      return missing(
        'output.values',
        `output '${output.name}' is ${shapeText(output)}; a regression puts out numbers [N, K], so say with tensor and index where the values are`,
      );
    }
    for (let index = 0; index < count; index += 1) slots.push({ tensor: output.name, index });
  }
  return found(slots);
}
