import { AppError } from '../../common/errors.js';
import { float16Bits } from '../../inference/tasks/float16.js';
import { assertWhole } from './byte-strings.js';
import { type Datatype, NUMERIC_FORMATS, type NumericArray } from './datatypes.js';

/** Nesting of `data`: no tensor has more dimensions. */
const MAX_DIMENSIONS = 64;

/** Least and greatest value of the integers; one outside would wrap around without a word. */
const RANGES: Partial<Record<Datatype, readonly [number, number]>> = {
  UINT8: [0, 255],
  UINT16: [0, 65_535],
  UINT32: [0, 4_294_967_295],
  INT8: [-128, 127],
  INT16: [-32_768, 32_767],
  INT32: [-2_147_483_648, 2_147_483_647],
};
const BIG_RANGES: Partial<Record<Datatype, readonly [bigint, bigint]>> = {
  INT64: [-(2n ** 63n), 2n ** 63n - 1n],
  UINT64: [0n, 2n ** 64n - 1n],
};

/**
 * The elements of `data`, flat and row-major, whatever its nesting.
 *
 * @throws AppError INVALID_TENSOR when there are not exactly `count`
 */
export function flatten(tensor: string, data: unknown, count: number): unknown[] {
  if (!Array.isArray(data)) throw fault(tensor, '"data" as a list', typeof data);
  let flat: unknown[] = data;
  for (let depth = 1; flat.some(Array.isArray); depth += 1) {
    if (depth === MAX_DIMENSIONS)
      throw fault(tensor, `at most ${MAX_DIMENSIONS} dimensions`, 'a deeper nesting');
    flat = flat.flat(1);
  }
  if (flat.length !== count) throw fault(tensor, `${count} values in "data" by its shape`, `${flat.length}`);
  return flat;
}

/** Elements of a BYTES tensor. @throws AppError INVALID_TENSOR */
export function readTexts(tensor: string, flat: readonly unknown[]): string[] {
  return flat.map((value, index) =>
    typeof value === 'string' ? assertWhole(tensor, value, index) : wrong(tensor, 'text', value, index),
  );
}

/**
 * Numbers of any datatype but BYTES. null is NaN where there is one, BOOL takes 0 and 1 too, and 64-bit integers may
 * come as text.
 *
 * @throws AppError INVALID_TENSOR naming the first wrong value
 */
export function readNumbers(
  tensor: string,
  flat: readonly unknown[],
  datatype: Exclude<Datatype, 'BYTES'>,
): NumericArray {
  const array = NUMERIC_FORMATS[datatype].make(flat.length);
  if (array instanceof BigInt64Array || array instanceof BigUint64Array) {
    for (let i = 0; i < flat.length; i += 1) array[i] = bigInteger(tensor, datatype, flat[i], i);
    return array;
  }
  const convert = converter(tensor, datatype);
  for (let i = 0; i < flat.length; i += 1) array[i] = convert(flat[i], i);
  if (datatype === 'FP32' || datatype === 'FP16') assertFits(tensor, datatype, flat, array);
  return array;
}

/** Whether a 64-bit integer has been rounded by JSON.parse, so that the text has to be read again. */
export function hasLostDigits(data: unknown): boolean {
  if (Array.isArray(data)) return data.some(hasLostDigits);
  return typeof data === 'number' && Number.isInteger(data) && !Number.isSafeInteger(data);
}

function converter(tensor: string, datatype: Datatype): (value: unknown, index: number) => number {
  if (datatype === 'BOOL') {
    return (value, index) =>
      typeof value === 'boolean' || value === 0 || value === 1
        ? Number(value)
        : wrong(tensor, 'true or false', value, index);
  }
  const range = RANGES[datatype];
  if (range) {
    const [least, greatest] = range;
    return (value, index) => {
      if (!Number.isInteger(value)) return wrong(tensor, 'a whole number', value, index);
      const number = value as number;
      return number >= least && number <= greatest
        ? number
        : wrong(tensor, `${least} to ${greatest}`, value, index);
    };
  }
  const real = (value: unknown, index: number): number => {
    if (typeof value === 'number') return value;
    if (value === null) return Number.NaN;
    return typeof value === 'bigint' ? Number(value) : wrong(tensor, 'a number', value, index);
  };
  return datatype === 'FP16' ? (value, index) => float16Bits(real(value, index)) : real;
}

function bigInteger(tensor: string, datatype: Datatype, value: unknown, index: number): bigint {
  const isText = typeof value === 'string' && /^-?\d{1,20}$/.test(value);
  if (!isText && typeof value !== 'bigint' && !Number.isInteger(value))
    return wrong(tensor, 'a whole number', value, index);
  const exact = BigInt(value as string | number | bigint);
  const [least, greatest] = BIG_RANGES[datatype] as readonly [bigint, bigint];
  return exact >= least && exact <= greatest ? exact : wrong(tensor, `${least} to ${greatest}`, value, index);
}

/** A finite number that becomes infinite is not the number that was sent. */
function assertFits(
  tensor: string,
  datatype: Datatype,
  flat: readonly unknown[],
  array: { readonly [index: number]: number | bigint },
): void {
  for (let i = 0; i < flat.length; i += 1) {
    const stored = array[i] as number;
    const isInfinite = datatype === 'FP16' ? (stored & 0x7fff) === 0x7c00 : Math.abs(stored) === Infinity;
    if (isInfinite && Math.abs(Number(flat[i])) !== Infinity)
      wrong(tensor, `a number that ${datatype} can hold`, flat[i], i);
  }
}

function wrong(tensor: string, expected: string, value: unknown, index: number): never {
  throw fault(tensor, `${expected} at position ${index} of "data"`, show(value));
}

function show(value: unknown): string {
  const text = typeof value === 'bigint' || typeof value === 'number' ? String(value) : JSON.stringify(value);
  return (text ?? 'nothing').slice(0, 60);
}

function fault(tensor: string, expected: string, got: string): AppError {
  return new AppError('INVALID_TENSOR', { tensor, expected, got });
}
