/** Messages as the proto loader gives and takes them: 64-bit integers as text, absent messages null, maps as objects. */

export interface InferParameter {
  readonly parameter_choice?: keyof Omit<InferParameter, 'parameter_choice'>;
  readonly bool_param?: boolean;
  readonly int64_param?: string;
  readonly string_param?: string;
  readonly double_param?: number;
  readonly uint64_param?: string;
}

export type ParameterMap = Readonly<Record<string, InferParameter>>;

/** The values of a tensor; one of the lists is filled. */
export interface TensorContents {
  readonly bool_contents: boolean[];
  readonly int_contents: number[];
  readonly int64_contents: string[];
  readonly uint_contents: number[];
  readonly uint64_contents: string[];
  readonly fp32_contents: number[];
  readonly fp64_contents: number[];
  readonly bytes_contents: Uint8Array[];
}

export interface ModelInferRequest {
  readonly model_name: string;
  readonly model_version: string;
  readonly id: string;
  readonly parameters: ParameterMap;
  readonly inputs: readonly {
    readonly name: string;
    readonly datatype: string;
    readonly shape: readonly string[];
    readonly parameters: ParameterMap;
    readonly contents: TensorContents | null;
  }[];
  readonly outputs: readonly { readonly name: string; readonly parameters: ParameterMap }[];
  readonly raw_input_contents: readonly Uint8Array[];
}

export interface ModelInferResponse {
  readonly model_name: string;
  readonly model_version: string;
  readonly id: string;
  readonly parameters: ParameterMap;
  readonly outputs: readonly {
    readonly name: string;
    readonly datatype: string;
    readonly shape: readonly number[];
    readonly contents?: Partial<TensorContents>;
  }[];
  readonly raw_output_contents: readonly Uint8Array[];
}

type ContentsField = keyof TensorContents;

/** The list that holds the values of a datatype; null for one that travels as raw bytes only. */
export function contentsField(datatype: string): ContentsField | null {
  return FIELDS[datatype] ?? null;
}

const FIELDS: Readonly<Record<string, ContentsField | undefined>> = {
  BOOL: 'bool_contents',
  INT8: 'int_contents',
  INT16: 'int_contents',
  INT32: 'int_contents',
  INT64: 'int64_contents',
  UINT8: 'uint_contents',
  UINT16: 'uint_contents',
  UINT32: 'uint_contents',
  UINT64: 'uint64_contents',
  FP32: 'fp32_contents',
  FP64: 'fp64_contents',
  BYTES: 'bytes_contents',
};
