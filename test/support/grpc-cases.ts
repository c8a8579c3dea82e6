import type { ElementType } from '../fixtures/onnx-writer.js';
import { bytes } from './open-inference.js';

/** Datatype, field of the typed contents, values there, and the same values in memory; null travels as raw bytes only. */
export const DATATYPES: readonly [string, ElementType, string | null, unknown[], Buffer][] = [
  ['BOOL', 'bool', 'bool_contents', [true, false], Buffer.from([1, 0])],
  ['UINT8', 'uint8', 'uint_contents', [0, 255], Buffer.from([0, 255])],
  ['INT8', 'int8', 'int_contents', [-128, 127], bytes(Int8Array.of(-128, 127))],
  ['UINT16', 'uint16', 'uint_contents', [1, 65535], bytes(Uint16Array.of(1, 65535))],
  ['INT16', 'int16', 'int_contents', [-32768, 32767], bytes(Int16Array.of(-32768, 32767))],
  ['UINT32', 'uint32', 'uint_contents', [1, 4294967295], bytes(Uint32Array.of(1, 4294967295))],
  ['INT32', 'int32', 'int_contents', [-2147483648, 7], bytes(Int32Array.of(-2147483648, 7))],
  [
    'UINT64',
    'uint64',
    'uint64_contents',
    ['9007199254740993', '18446744073709551615'],
    bytes(BigUint64Array.of(9007199254740993n, 2n ** 64n - 1n)),
  ],
  [
    'INT64',
    'int64',
    'int64_contents',
    ['-9223372036854775808', '9007199254740993'],
    bytes(BigInt64Array.of(-(2n ** 63n), 9007199254740993n)),
  ],
  ['FP16', 'float16', null, [], bytes(Uint16Array.of(0x3c00, 0x7e00))],
  ['FP32', 'float32', 'fp32_contents', [0.5, Number.NaN], bytes(Float32Array.of(0.5, Number.NaN))],
  ['FP64', 'float64', 'fp64_contents', [0.1, -Infinity], bytes(Float64Array.of(0.1, -Infinity))],
  [
    'BYTES',
    'string',
    'bytes_contents',
    [Buffer.from('café'), Buffer.from('')],
    Buffer.from('05000000636166c3a900000000', 'hex'),
  ],
];

/** A vector of the model `two`. */
export const fp32 = (name: string, ...values: number[]) => ({
  name,
  datatype: 'FP32',
  shape: [values.length],
  contents: { fp32_contents: values },
});

export const TWO = { model_name: 'two', inputs: [fp32('a', 1), fp32('b', 2)] };
const one = (input: object, more: object = {}) => ({ model_name: 'echo-INT8', inputs: [input], ...more });
const int8 = { name: 'x', datatype: 'INT8', shape: [1] };
/** What is sent, its status, its code in the catalogue, and words of its sentence. */
export const REFUSALS: readonly [string, object, string, string, string][] = [
  ['an unknown model', { model_name: 'nobody' }, 'NOT_FOUND', 'MODEL_NOT_FOUND', "no model named 'nobody'"],
  ['no model at all', {}, 'NOT_FOUND', 'MODEL_NOT_FOUND', "no model named ''"],
  [
    'an unknown version',
    { ...TWO, model_version: '9' },
    'NOT_FOUND',
    'VERSION_NOT_FOUND',
    "has no version '9'",
  ],
  ['a missing input', { ...TWO, inputs: [fp32('a', 1)] }, 'INVALID_ARGUMENT', 'VALIDATION_FAILED', "'b'"],
  ['an unknown input', { ...TWO, inputs: [fp32('c', 1)] }, 'INVALID_ARGUMENT', 'INVALID_TENSOR', "'c'"],
  [
    'an unknown output',
    { ...TWO, outputs: [{ name: 'z' }] },
    'INVALID_ARGUMENT',
    'VALIDATION_FAILED',
    "no output 'z'",
  ],
  [
    'too few values',
    one({ ...int8, shape: [3], contents: { int_contents: [1] } }),
    'INVALID_ARGUMENT',
    'INVALID_TENSOR',
    "input 'x' expects 3 values",
  ],
  [
    'a value that its datatype cannot hold',
    one({ ...int8, contents: { int_contents: [128] } }),
    'INVALID_ARGUMENT',
    'INVALID_TENSOR',
    '-128 to 127 at position 0',
  ],
  [
    'values in the list of another datatype',
    one({ ...int8, contents: { uint_contents: [1] } }),
    'INVALID_ARGUMENT',
    'INVALID_TENSOR',
    'its INT8 values in int_contents; got uint_contents',
  ],
  [
    'values in two lists',
    one({ ...int8, contents: { int_contents: [1], fp32_contents: [1] } }),
    'INVALID_ARGUMENT',
    'INVALID_TENSOR',
    'got fp32_contents',
  ],
  [
    'raw and typed contents',
    one({ ...int8, contents: { int_contents: [1] } }, { raw_input_contents: [Buffer.of(1)] }),
    'INVALID_ARGUMENT',
    'INVALID_TENSOR',
    'either contents or raw_input_contents',
  ],
  [
    'more raw contents than inputs',
    one(int8, { raw_input_contents: [Buffer.of(1), Buffer.of(2)] }),
    'INVALID_ARGUMENT',
    'VALIDATION_FAILED',
    'each of the 1 inputs',
  ],
  [
    'raw bytes of another length',
    one(int8, { raw_input_contents: [Buffer.of(1, 2)] }),
    'INVALID_ARGUMENT',
    'INVALID_TENSOR',
    '1 bytes for its shape; got 2',
  ],
  [
    'a negative size',
    one({ ...int8, shape: [-1] }),
    'INVALID_ARGUMENT',
    'INVALID_TENSOR',
    'whole numbers from 0',
  ],
  [
    'an absurd size',
    one({ ...int8, shape: ['9223372036854775807'] }),
    'INVALID_ARGUMENT',
    'INVALID_TENSOR',
    'whole numbers from 0',
  ],
  [
    'an unknown datatype',
    one({ ...int8, datatype: `${'x'.repeat(38)}😀` }),
    'INVALID_ARGUMENT',
    'INVALID_TENSOR',
    'the unknown datatype',
  ],
  [
    'FP16 in a list',
    {
      model_name: 'echo-FP16',
      inputs: [{ name: 'x', datatype: 'FP16', shape: [1], contents: { fp32_contents: [1] } }],
    },
    'INVALID_ARGUMENT',
    'INVALID_TENSOR',
    'FP16 values in raw_input_contents',
  ],
  [
    'shared memory',
    one({ ...int8, parameters: { shared_memory_region: { string_param: 'r' } } }),
    'INVALID_ARGUMENT',
    'INVALID_TENSOR',
    'shared memory',
  ],
  [
    'a parameter of the wrong type',
    { ...TWO, parameters: { timeout: { string_param: 'soon' } } },
    'INVALID_ARGUMENT',
    'VALIDATION_FAILED',
    "'parameters.timeout'",
  ],
  [
    'a parameter without a value',
    { ...TWO, parameters: { timeout: {} } },
    'INVALID_ARGUMENT',
    'VALIDATION_FAILED',
    "'parameters.timeout'",
  ],
  [
    'a name that fits into no trailer',
    { model_name: 'é'.repeat(100_000) },
    'NOT_FOUND',
    'MODEL_NOT_FOUND',
    "no model named 'ééé",
  ],
  [
    'a shape that fits into no trailer',
    one({ ...int8, shape: Array.from({ length: 10_000 }, () => 1) }),
    'INVALID_ARGUMENT',
    'INVALID_TENSOR',
    "input 'x' expects INT8[-1]",
  ],
];
