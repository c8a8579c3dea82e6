/** Element types of the protocol that this client carries. FP16 is its raw bits. */
export interface TensorArrays {
  BOOL: Uint8Array;
  UINT8: Uint8Array;
  UINT16: Uint16Array;
  UINT32: Uint32Array;
  UINT64: BigUint64Array;
  INT8: Int8Array;
  INT16: Int16Array;
  INT32: Int32Array;
  INT64: BigInt64Array;
  FP16: Uint16Array;
  FP32: Float32Array;
  FP64: Float64Array;
  BYTES: readonly (string | Uint8Array)[];
}

export type Datatype = keyof TensorArrays;
export type NumericDatatype = Exclude<Datatype, 'BYTES'>;
export type NumericArray = TensorArrays[NumericDatatype];

/** A tensor with its values row-major. */
export type Tensor = {
  [D in Datatype]: {
    readonly name: string;
    readonly datatype: D;
    readonly shape: readonly number[];
    readonly data: TensorArrays[D];
  };
}[Datatype];

interface NumericType {
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): NumericArray;
  new (buffer: ArrayBufferLike, offset: number, length: number): NumericArray;
}

export const NUMERIC_TYPES: Readonly<Record<NumericDatatype, NumericType>> = {
  BOOL: Uint8Array,
  UINT8: Uint8Array,
  UINT16: Uint16Array,
  UINT32: Uint32Array,
  UINT64: BigUint64Array as unknown as NumericType,
  INT8: Int8Array,
  INT16: Int16Array,
  INT32: Int32Array,
  INT64: BigInt64Array as unknown as NumericType,
  FP16: Uint16Array,
  FP32: Float32Array,
  FP64: Float64Array,
};

/**
 * A tensor of a request. The array is sent as it lies in memory and is not to be changed before the answer.
 *
 * @throws RangeError when the number of values is not that of the shape
 * @example tensor('images', 'FP32', [1, 3, 320, 320], pixels)
 */
export function tensor<D extends Datatype>(
  name: string,
  datatype: D,
  shape: readonly number[],
  data: TensorArrays[D],
): Tensor {
  const count = elementCount(shape);
  if (data.length !== count)
    throw new RangeError(`tensor '${name}' [${shape.join(', ')}] has ${count} values; got ${data.length}`);
  return { name, datatype, shape, data } as Tensor;
}

/** Picture files for a model that sees: the input `image`. */
export function pictures(...files: Uint8Array[]): Tensor {
  return tensor('image', 'BYTES', [files.length], files);
}

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
