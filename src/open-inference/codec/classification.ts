import { AppError } from '../../common/errors.js';
import type { NamedTensor } from '../../inference/tasks/task-io.js';

/** Triton's own limit. */
const MAX_ELEMENTS = 1_000_000;

const RANKABLE: ReadonlySet<NamedTensor['type']> = new Set([
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'int8',
  'int16',
  'int32',
  'int64',
  'float32',
  'float64',
]);

/**
 * The classification extension: the greatest values of a tensor as text `value:index` or `value:index:label`, greatest
 * first. Floating-point values have six decimals, as C++ prints them. NaN comes last.
 *
 * @param hasBatch whether the first dimension counts items, each with classes of its own
 * @param labels by index; used where there are as many as classes
 * @returns a BYTES tensor [batch?, min(n, classes)]
 * @throws AppError VALIDATION_FAILED for a tensor that cannot be ranked
 * @see https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_classification.md
 */
export function topClasses(
  tensor: NamedTensor,
  n: number,
  hasBatch: boolean,
  labels: readonly string[],
): NamedTensor {
  const { name, type, dims, data } = tensor;
  if (!RANKABLE.has(type) || Array.isArray(data)) throw refuse(name, `its values are ${type}`);
  if (data.length > MAX_ELEMENTS)
    throw refuse(name, `it has ${data.length} elements, more than ${MAX_ELEMENTS}`);
  const items = hasBatch && dims.length > 0 ? (dims[0] as number) : 1;
  const classes = items === 0 ? 0 : data.length / items;
  const count = Math.min(n, classes);
  const names = labels.length === classes ? labels : [];
  const isReal = type.startsWith('float');
  const texts: string[] = [];
  for (let item = 0; item < items; item += 1) {
    const values = data.subarray(item * classes, (item + 1) * classes);
    for (const index of greatest(values, count)) {
      const label = names[index];
      const value = values[index] as number | bigint;
      texts.push(
        `${isReal ? (value as number).toFixed(6) : value}:${index}${label === undefined ? '' : `:${label}`}`,
      );
    }
  }
  return { name, type: 'string', dims: hasBatch ? [items, count] : [count], data: texts };
}

function greatest(values: ArrayLike<number | bigint>, count: number): number[] {
  const order = Array.from({ length: values.length }, (_, index) => index);
  const rank = (index: number): number | bigint => {
    const value = values[index] as number | bigint;
    return Number.isNaN(value) ? -Infinity : value;
  };
  return order.toSorted((a, b) => (rank(a) < rank(b) ? 1 : rank(a) > rank(b) ? -1 : a - b)).slice(0, count);
}

function refuse(name: string, reason: string): AppError {
  const faults = [`output '${name}' cannot be classified: ${reason}`];
  return new AppError('VALIDATION_FAILED', { faults });
}
