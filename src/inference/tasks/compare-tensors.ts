import { type Findings, shortNumber } from './comparison.js';
import { numbersOf } from './tensor-numbers.js';
import type { NamedTensor, TensorArray } from './task-io.js';

/** A tensor as it leaves an executor, or as it stands in JSON: `datatype` and `shape` for `type` and `dims`. */
export interface ComparedTensor {
  readonly name: string;
  readonly type?: NamedTensor['type'];
  readonly dims?: readonly number[];
  readonly datatype?: string;
  readonly shape?: readonly number[];
  readonly data: TensorArray | readonly (number | string | boolean | null)[];
}

/** Compares two lists of tensors by name; of each tensor the value that is furthest off is told. */
export function compareTensors(
  path: string,
  expected: readonly ComparedTensor[],
  actual: readonly ComparedTensor[],
  findings: Findings,
): void {
  for (const tensor of expected) {
    const at = `${path}.${tensor.name}`;
    const other = actual.find(({ name }) => name === tensor.name);
    if (!other) {
      const names = actual.map(({ name }) => name);
      findings.differ(at, tensor.name, names, 'there is no output of that name');
      continue;
    }
    const shape = tensor.dims ?? tensor.shape ?? [];
    const otherShape = other.dims ?? other.shape ?? [];
    if (shape.join() === otherShape.join()) compareValues(at, tensor, other, findings);
    else findings.differ(at, shape, otherShape, 'the shape differs');
  }
}

function compareValues(
  path: string,
  expected: ComparedTensor,
  actual: ComparedTensor,
  findings: Findings,
): void {
  const before = valuesOf(expected);
  const now = valuesOf(actual);
  const { relative, ofLargest = 0 } = findings.tolerance;
  const absolute = findings.tolerance.absolute + ofLargest * largest(before);
  let worst = { index: -1, excess: 0 };
  for (let index = 0; index < before.length; index += 1) {
    const excess = excessOf(before[index], now[index], absolute, relative);
    if (excess > worst.excess) worst = { index, excess };
  }
  if (worst.index < 0) return;
  const value = plain(before[worst.index]);
  const other = plain(now[worst.index]);
  const by =
    typeof value === 'number' && typeof other === 'number'
      ? `the largest difference is ${shortNumber(Math.abs(other - value))}`
      : 'the values differ';
  findings.differ(`${path}[${worst.index}]`, value, other, by);
}

/** Largest magnitude of what is a number. */
function largest(values: ArrayLike<unknown>): number {
  let found = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = Math.abs(Number(values[index]));
    if (value > found && value < Infinity) found = value;
  }
  return found;
}

/** How far the difference is beyond what is allowed; 0 when it is not, infinite for what is no number. */
function excessOf(expected: unknown, actual: unknown, absolute: number, relative: number): number {
  if (expected === actual || Object.is(expected, actual)) return 0;
  if (typeof expected === 'bigint' && typeof actual === 'bigint') {
    const by = Number(expected > actual ? expected - actual : actual - expected);
    return Math.max(0, by - absolute - relative * Math.abs(Number(expected)));
  }
  const value = plain(expected);
  const other = plain(actual);
  if (value === other || Object.is(value, other)) return 0;
  if (typeof value !== 'number' || typeof other !== 'number') return Infinity;
  const excess = Math.abs(other - value) - absolute - relative * Math.abs(value);
  return Number.isNaN(excess) ? Infinity : Math.max(0, excess);
}

/** JSON writes a 64-bit integer as a number where that holds it, else as text; not-a-number and infinity as null. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') {
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  }
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}

function valuesOf(tensor: ComparedTensor): ArrayLike<unknown> {
  return tensor.type === 'float16' && tensor.data instanceof Uint16Array
    ? numbersOf(tensor as NamedTensor)
    : tensor.data;
}
