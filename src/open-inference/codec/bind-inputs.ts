import { AppError } from '../../common/errors.js';
import { sizeInWords } from '../../common/multipart-limits.js';
import type { TensorInfo } from '../../inference/model-spec.js';
import type { NamedTensor } from '../../inference/tasks/task-io.js';
import { numbersIn } from './binary-values.js';
import { splitByteStrings, textOf } from './byte-strings.js';
import { type Datatype, datatypeOf, elementCount, isDatatype, NUMERIC_FORMATS } from './datatypes.js';
import type { WireInput } from './wire-request.js';
import { flatten, readNumbers, readTexts } from './json-values.js';

/** Largest size of one dimension that onnxruntime-node takes, also where another one is 0. */
const MAX_SIZE = 4_294_967_295;

/**
 * Makes the tensors that a model wants from those that came, in the model's order. Binary numbers are not copied where
 * they lie aligned.
 *
 * @param maxTensorBytes largest tensor, for BYTES with its lengths
 * @throws AppError INVALID_TENSOR naming the input, what was expected and what came; PAYLOAD_TOO_LARGE
 */
export function bindInputs(
  inputs: readonly WireInput[],
  expected: readonly TensorInfo[],
  maxTensorBytes: number,
): NamedTensor[] {
  const given = new Map<string, WireInput>();
  for (const input of inputs) {
    if (!expected.some(({ name }) => name === input.name)) {
      const names = expected.map(({ name }) => name).join(', ');
      throw fault(input.name, `one of the names ${names}`, 'an unknown name');
    }
    if (given.has(input.name)) throw fault(input.name, 'one tensor', 'two of that name');
    given.set(input.name, input);
  }
  const missing = expected.filter(({ name }) => !given.has(name));
  if (missing.length > 0) {
    const faults = missing.map((info) => `input '${info.name}' ${tensorInWords(info)} is missing`);
    throw new AppError('VALIDATION_FAILED', { faults });
  }
  return expected.map((info) => bind(given.get(info.name) as WireInput, info, maxTensorBytes));
}

/** A tensor in the protocol's words: `FP32[-1, 3, 224, 224]`. */
export function tensorInWords({ type, dims, unranked }: TensorInfo): string {
  const sizes = unranked ? 'any shape' : dims.map((dim) => (typeof dim === 'number' ? dim : -1)).join(', ');
  return `${datatypeOf(type)}[${sizes}]`;
}

function bind(input: WireInput, info: TensorInfo, maxTensorBytes: number): NamedTensor {
  const { name, shape } = input;
  const datatype = assertDatatype(input, info);
  const isRightShape =
    info.unranked ||
    (shape.length === info.dims.length &&
      info.dims.every((dim, axis) => typeof dim === 'string' || dim === shape[axis]));
  if (!isRightShape) throw fault(name, tensorInWords(info), `shape [${shape.join(', ')}]`);
  const large = shape.find((size) => size > MAX_SIZE);
  if (large !== undefined) throw fault(name, `sizes of at most ${MAX_SIZE}`, `shape [${shape.join(', ')}]`);
  const count = elementCount(shape);
  const least = datatype === 'BYTES' ? 1 : NUMERIC_FORMATS[datatype].bytes;
  if (count * least > maxTensorBytes)
    throw new AppError('PAYLOAD_TOO_LARGE', { what: `input '${name}'`, limit: sizeInWords(maxTensorBytes) });
  return { name, type: info.type, dims: [...shape], data: values(input, datatype, count) };
}

function assertDatatype({ name, datatype }: WireInput, info: TensorInfo): Datatype {
  const expected = datatypeOf(info.type);
  if (datatype === expected) return expected;
  if (datatype === 'BF16')
    throw fault(name, tensorInWords(info), 'BF16, which onnxruntime-node cannot carry; convert it to FP32');
  throw fault(
    name,
    tensorInWords(info),
    isDatatype(datatype) ? datatype : `the unknown datatype '${datatype.slice(0, 40)}'`,
  );
}

function values({ name, data }: WireInput, datatype: Datatype, count: number): NamedTensor['data'] {
  if (data.kind === 'json') {
    const flat = flatten(name, data.values, count);
    return datatype === 'BYTES' ? readTexts(name, flat) : readNumbers(name, flat, datatype);
  }
  if (datatype === 'BYTES')
    return splitByteStrings(name, data.bytes, count).map((element, index) => textOf(name, element, index));
  const format = NUMERIC_FORMATS[datatype];
  const bytes = count * format.bytes;
  if (data.bytes.byteLength !== bytes)
    throw fault(name, `${bytes} bytes for its shape`, `${data.bytes.byteLength}`);
  const numbers = numbersIn(data.bytes, format);
  if (datatype === 'BOOL') assertBits(name, numbers as Uint8Array);
  return numbers;
}

function assertBits(name: string, bytes: Uint8Array): void {
  const index = bytes.findIndex((byte) => byte > 1);
  if (index >= 0) throw fault(name, `0 or 1 at position ${index}`, `${bytes[index]}`);
}

function fault(tensor: string, expected: string, got: string): AppError {
  return new AppError('INVALID_TENSOR', { tensor, expected, got });
}
