import type { FeatureSpec, TensorInfo } from '../model-spec.js';
import type { NamedTensor, RowValues } from './task-io.js';
import { tensorArray } from './tensor-arrays.js';

/**
 * Rows as the inputs of a graph: [N, k] each, or [N] for an input of one dimension.
 *
 * @param rows at least one, as `readRow` makes them
 * @param size rows of the tensors: the number of rows, or more for a graph with a fixed batch, filled up with the last row
 */
export function rowTensors(
  rows: readonly RowValues[],
  features: readonly FeatureSpec[],
  inputs: readonly TensorInfo[],
  size = rows.length,
): NamedTensor[] {
  return inputs.map(({ name, type, dims, unranked }) => {
    const columns = features
      .map((feature, index) => ({ feature, index }))
      .filter(({ feature }) => feature.tensor === name);
    const width = columns.length;
    const cells: (number | string)[] = Array.from({ length: size * width }, () => 0);
    for (let row = 0; row < size; row += 1) {
      const values = rows[Math.min(row, rows.length - 1)] as RowValues;
      for (const { feature, index } of columns) {
        cells[row * width + feature.column] = values[index] as number | string;
      }
    }
    const isFlat = dims.length === 1 && !unranked;
    return { name, type, dims: isFlat ? [size] : [size, width], data: tensorArray(type, cells) };
  });
}
