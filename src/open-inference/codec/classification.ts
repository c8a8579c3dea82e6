import { AppError } from '../../common/errors.js';
import type { TensorInfo } from '../../inference/model-spec.js';
import type { NamedTensor } from '../../inference/tasks/task-io.js';
import { elementCount } from './datatypes.js';

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
 * first. Floating-point values have six decimals, as C++ prints them. NaN counts as the least.
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
  assertRankable(tensor);
  if (Array.isArray(data)) throw new AppError('INTERNAL_ERROR');
  if (data.length > MAX_ELEMENTS)
    throw refuse(name, `it has ${data.length} elements, more than ${MAX_ELEMENTS}`);
  const isBatch = hasBatch && dims.length > 0;
  const items = isBatch ? (dims[0] as number) : 1;
  const classes = elementCount(isBatch ? dims.slice(1) : dims);
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
        `${isReal ? sixDecimals(value as number) : value}:${index}${label === undefined ? '' : `:${label}`}`,
      );
    }
  }
  return { name, type: 'string', dims: isBatch ? [items, count] : [count], data: texts };
}

/** Told by the type alone, so that a wish that cannot be met costs no run. @throws AppError VALIDATION_FAILED */
export function assertRankable({ name, type }: Pick<TensorInfo, 'name' | 'type'>): void {
  if (!RANKABLE.has(type)) throw refuse(name, `its values are ${type}`);
}

/** As `std::to_string` writes it: all digits before the point, never an exponent. */
function sixDecimals(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Math.abs(value) < 1e21 ? value.toFixed(6) : `${BigInt(value)}.000000`;
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
