import type { TensorType } from '../../inference/model-spec.js';
import type { TensorArray } from '../../inference/tasks/task-io.js';

/** Element types as the Open Inference Protocol names them. BF16 is Triton's own; onnxruntime-node cannot carry it. */
export const DATATYPES = [
  'BOOL',
  'UINT8',
  'UINT16',
  'UINT32',
  'UINT64',
  'INT8',
  'INT16',
  'INT32',
  'INT64',
  'FP16',
  'FP32',
  'FP64',
  'BYTES',
] as const;

export type Datatype = (typeof DATATYPES)[number];

/** Arrays that hold numbers, in the machine's byte order, which is the wire's: little-endian. */
export type NumericArray = Exclude<TensorArray, string[]>;

export interface NumericFormat {
  readonly bytes: 1 | 2 | 4 | 8;
  readonly make: (length: number) => NumericArray;
  /** A view of memory; `offset` is a multiple of `bytes`. */
  readonly view: (buffer: ArrayBufferLike, offset: number, length: number) => NumericArray;
}

type ArrayConstructor = {
  new (length: number): NumericArray;
  new (buffer: ArrayBufferLike, offset: number, length: number): NumericArray;
};

const format = (bytes: NumericFormat['bytes'], constructor: unknown): NumericFormat => {
  const Typed = constructor as ArrayConstructor;
  return {
    bytes,
    make: (length) => new Typed(length),
    view: (buffer, offset, length) => new Typed(buffer, offset, length),
  };
};

/** How each datatype but BYTES lies in memory: BOOL as one byte 0 or 1, FP16 as its raw bits. */
export const NUMERIC_FORMATS: Readonly<Record<Exclude<Datatype, 'BYTES'>, NumericFormat>> = {
  BOOL: format(1, Uint8Array),
  UINT8: format(1, Uint8Array),
  UINT16: format(2, Uint16Array),
  UINT32: format(4, Uint32Array),
  UINT64: format(8, BigUint64Array),
  INT8: format(1, Int8Array),
  INT16: format(2, Int16Array),
  INT32: format(4, Int32Array),
  INT64: format(8, BigInt64Array),
  FP16: format(2, Uint16Array),
  FP32: format(4, Float32Array),
  FP64: format(8, Float64Array),
};

const BY_TENSOR_TYPE: Readonly<Record<TensorType, Datatype>> = {
  bool: 'BOOL',
  uint8: 'UINT8',
  uint16: 'UINT16',
  uint32: 'UINT32',
  uint64: 'UINT64',
  int8: 'INT8',
  int16: 'INT16',
  int32: 'INT32',
  int64: 'INT64',
  float16: 'FP16',
  float32: 'FP32',
  float64: 'FP64',
  string: 'BYTES',
};

/** The protocol's name of a graph's element type. */
export function datatypeOf(type: TensorType): Datatype {
  return BY_TENSOR_TYPE[type];
}

export function isDatatype(text: string): text is Datatype {
  return (DATATYPES as readonly string[]).includes(text);
}

/** Elements of a shape; 1 for a scalar's `[]`. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
