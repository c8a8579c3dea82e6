import type { NamedTensor } from './task-io.js';
import { describeOutputs, numbersOf, type NumberArray } from './tensor-numbers.js';

/**
 * One item's numbers of an output, row-major. The first dimension is the batch; an output of one dimension is a batch of
 * one number each where `perItem` is 1, and else a single item.
 *
 * @param name of the output
 * @param perItem how many numbers an item has, where that is known
 * @throws Error when there is no such output, or its numbers do not divide into items
 */
export function itemNumbers(
  outputs: readonly NamedTensor[],
  name: string,
  item: number,
  perItem?: number,
): NumberArray {
  const output = outputs.find((candidate) => candidate.name === name);
  if (!output) throw new Error(`expected an output '${name}'; the model has ${describeOutputs(outputs)}`);
  const numbers = numbersOf(output);
  const isUnbatched = output.dims.length === 0 || (output.dims.length === 1 && perItem !== 1);
  const batch = isUnbatched ? 1 : (output.dims[0] as number);
  const size = numbers.length / batch;
  if (!Number.isInteger(size) || item >= batch || (perItem !== undefined && size !== perItem)) {
    const expected = perItem === undefined ? '' : `, expected ${perItem} numbers an item`;
    throw new Error(`output '${name}' is [${output.dims.join(',')}]${expected}`);
  }
  return numbers.subarray(item * size, (item + 1) * size);
}
