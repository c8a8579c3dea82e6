import { AppError } from '../../common/errors.js';
import type { TensorInfo } from '../model-spec.js';
import { float16Bits } from '../tasks/float16.js';
import type { NamedTensor, TensorArray } from '../tasks/task-io.js';
import { numericArray, WHOLE_RANGES } from '../tasks/tensor-arrays.js';
import { claimedBytes, megabytes } from '../tensor-bytes.js';

/** Dimensions of a nested list; flattening goes one call deeper for each. */
const MAX_NESTING = 64;

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
    info.unranked === true ||
    (dims.length === info.dims.length &&
      info.dims.every((dim, i) => typeof dim === 'string' || dim === dims[i]));
  if (!fits) throw invalid(info.name, describe(info), `shape [${dims.join(', ')}]`);
  const bytes = claimedBytes(info.type, dims);
  if (bytes > maxBytes) {
    const limit = `at most the ${megabytes(maxBytes)} of MAX_TENSOR_BYTES`;
    throw invalid(info.name, limit, `shape [${dims.join(', ')}], which takes ${megabytes(bytes)}`);
  }
  const count = dims.reduce((product, size) => product * size, 1);
  // Flat, or nested as deep as the shape says; what is nested deeper is no value.
  const depth = Math.min(dims.length, MAX_NESTING);
  const values = Array.isArray(data) ? (data.flat(depth) as unknown[]) : undefined;
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
    return values.map((value, i) => {
      // onnxruntime-node cuts a text at its first NUL: the answer would be that to another text.
      const isText = typeof value === 'string' && !value.includes('\0');
      return isText ? value : wrong(info, 'text without NUL', value, i);
    });
  const array = numericArray(type, values.length);
  for (let i = 0; i < values.length; i += 1)
    (array as { [index: number]: unknown })[i] = convert(values[i], info, i);
  return array;
}

function convert(value: unknown, info: TensorInfo, index: number): number | bigint {
  const { type } = info;
  if (type === 'bool')
    return typeof value === 'boolean' ? Number(value) : wrong(info, 'true or false', value, index);
  const range = WHOLE_RANGES[type];
  if (!range) {
    if (value === null) return type === 'float16' ? float16Bits(Number.NaN) : Number.NaN;
    if (typeof value !== 'number') return wrong(info, 'a number', value, index);
    return type === 'float16' ? float16Bits(value) : value;
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
  if (info.unranked) return `${info.type} of any shape`;
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
