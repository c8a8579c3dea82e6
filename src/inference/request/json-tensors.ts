import { AppError } from '../../common/errors.js';
import type { TensorInfo, TensorType } from '../model-spec.js';
import type { NamedTensor, TensorArray } from '../tasks/task-io.js';
import { claimedBytes, megabytes } from '../tensor-bytes.js';

type NumericArray = Exclude<TensorArray, string[]>;

const ARRAYS: Record<Exclude<TensorType, 'string' | 'float16'>, new (length: number) => NumericArray> = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
};

/** Range of the integer types; a value outside would wrap around silently. */
const RANGES: Partial<Record<TensorType, readonly [bigint, bigint]>> = {
  int8: [-128n, 127n],
  int16: [-32_768n, 32_767n],
  int32: [-2_147_483_648n, 2_147_483_647n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint8: [0n, 255n],
  uint16: [0n, 65_535n],
  uint32: [0n, 4_294_967_295n],
  uint64: [0n, 2n ** 64n - 1n],
};

/**
 * Reads `inputs: [{name, shape, data}]`: data flat or nested, row-major; 64-bit integers beyond 2^53 as text.
 *
 * @param maxBytes most that one tensor may take; a shape that claims more is refused before anything is allocated for it
 * @throws AppError INVALID_TENSOR naming the input, what was expected and what came; NO_INPUT
 */
export function readTensors(
  value: unknown,
  expected: readonly TensorInfo[],
  maxBytes: number,
): NamedTensor[] {
  if (value === undefined)
    throw new AppError('NO_INPUT', { expected: `"inputs" with ${describeAll(expected)}` });
  if (!Array.isArray(value)) throw invalid('inputs', 'a list of {name, shape, data}', typeof value);
  const given = new Map<string, Record<string, unknown>>();
  for (const item of value as unknown[]) {
    const name = (item as { name?: unknown } | null)?.name;
    if (typeof name !== 'string') throw invalid('inputs', 'a "name" in every item', shown(item));
    if (!expected.some((info) => info.name === name)) {
      throw invalid(
        name,
        `one of the names ${expected.map((info) => info.name).join(', ')}`,
        'an unknown name',
      );
    }
    if (given.has(name)) throw invalid(name, 'one value', 'two values');
    given.set(name, item as Record<string, unknown>);
  }
  return expected.map((info) => {
    const item = given.get(info.name);
    if (!item) throw invalid(info.name, describe(info), 'nothing');
    return readTensor(item, info, maxBytes);
  });
}

function readTensor(item: Record<string, unknown>, info: TensorInfo, maxBytes: number): NamedTensor {
  const { shape, data } = item;
  const isShape =
    Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && (size as number) >= 0);
  if (!isShape)
    throw invalid(
      info.name,
      `${describe(info)} with "shape" as a list of whole numbers`,
      shape === undefined ? 'no shape' : shown(shape),
    );
  const dims = shape as number[];
  const fits =
    dims.length === info.dims.length &&
    info.dims.every((dim, i) => typeof dim === 'string' || dim === dims[i]);
  if (!fits) throw invalid(info.name, describe(info), `shape [${dims.join(', ')}]`);
  const bytes = claimedBytes(info.type, dims);
  if (bytes > maxBytes) {
    const limit = `at most the ${megabytes(maxBytes)} of MAX_TENSOR_BYTES`;
    throw invalid(info.name, limit, `shape [${dims.join(', ')}], which takes ${megabytes(bytes)}`);
  }
  const count = dims.reduce((product, size) => product * size, 1);
  const values = Array.isArray(data) ? (data.flat(Math.max(1, dims.length)) as unknown[]) : undefined;
  if (!values || values.length !== count) {
    throw invalid(
      info.name,
      `"data" with ${count} values for shape [${dims.join(', ')}]`,
      values ? `${values.length}` : typeof data,
    );
  }
  return { name: info.name, type: info.type, dims, data: fill(values, info) };
}

function fill(values: readonly unknown[], info: TensorInfo): TensorArray {
  const { type } = info;
  if (type === 'string')
    return values.map((value, i) => (typeof value === 'string' ? value : wrong(info, 'text', value, i)));
  if (type === 'float16') throw invalid(info.name, 'float32 or another type that JSON can carry', 'float16');
  const array = new ARRAYS[type](values.length);
  for (let i = 0; i < values.length; i += 1)
    (array as { [index: number]: unknown })[i] = convert(values[i], info, i);
  return array;
}

function convert(value: unknown, info: TensorInfo, index: number): number | bigint {
  const { type } = info;
  if (type === 'bool')
    return typeof value === 'boolean' ? Number(value) : wrong(info, 'true or false', value, index);
  const range = RANGES[type];
  if (!range) {
    if (value === null) return Number.NaN;
    return typeof value === 'number' ? value : wrong(info, 'a number', value, index);
  }
  const isInteger = Number.isInteger(value) || (typeof value === 'string' && /^-?\d{1,20}$/.test(value));
  if (!isInteger) return wrong(info, 'a whole number', value, index);
  const exact = BigInt(value as number | string);
  if (exact < range[0] || exact > range[1]) return wrong(info, `${range[0]} to ${range[1]}`, value, index);
  return type === 'int64' || type === 'uint64' ? exact : Number(exact);
}

function wrong(info: TensorInfo, expected: string, value: unknown, index: number): never {
  throw invalid(info.name, `${expected} at position ${index} of "data"`, shown(value));
}

function describe(info: TensorInfo): string {
  return `${info.type}[${info.dims.map((dim) => (dim === '' ? '?' : dim)).join(', ')}]`;
}

function describeAll(infos: readonly TensorInfo[]): string {
  return infos.map((info) => `'${info.name}' ${describe(info)}`).join(', ');
}

function invalid(tensor: string, expected: string, got: string): AppError {
  return new AppError('INVALID_TENSOR', { tensor, expected, got });
}

/** Lists and objects only by their kind: what is nested without end cannot be written out. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return value.every((item) => typeof item === 'number') ? listOf(value) : 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return (JSON.stringify(value) ?? 'nothing').slice(0, 80);
}

const listOf = (numbers: readonly number[]): string => `[${numbers.slice(0, 16).join(', ')}]`;
