import type { TensorInfo } from '../../inference/model-spec.js';

/** What a graph input or output is. onnxruntime-node carries tensors only. */
export type OnnxValueKind =
  'tensor' | 'sparse-tensor' | 'sequence' | 'map' | 'optional' | 'opaque' | 'untyped';

/** One graph input or output as the file declares it. */
export interface OnnxValue {
  readonly name: string;
  readonly kind: OnnxValueKind;
  /** ONNX element type (TensorProto.DataType); 0 when undefined or not a tensor. */
  readonly elementType: number;
  /** A symbolic dimension is its name, an unnamed one ''. `null`: the file states no shape, so any rank is possible. */
  readonly dims: readonly (number | string)[] | null;
}

export interface OnnxOutput extends OnnxValue {
  /**
   * Operator types from the output backwards, through operators that keep the values (Identity, Cast, Reshape,
   * Flatten, ...) to the first that makes them: `['Reshape', 'Softmax']`. Empty when nothing in the graph makes it.
   */
  readonly producedBy: readonly string[];
}

/** A tensor whose values lie in another file. */
export interface ExternalTensor {
  readonly tensor: string;
  /** As the file says it: untrusted, not checked yet. */
  readonly location: string;
  readonly offset: number;
  /** `null`: up to the end of the external file. */
  readonly length: number | null;
}

/** What an ONNX file says of itself, weights apart. */
export interface OnnxFile {
  readonly sizeBytes: number;
  readonly irVersion: number;
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  readonly producer: string;
  /** `metadata_props`; what is larger than the reader's limit is left out and named in `omittedMetadata`. */
  readonly metadata: ReadonlyMap<string, string>;
  readonly omittedMetadata: readonly string[];
  /** Inputs that a request has to feed: without those that have a default (an initializer of the same name). */
  readonly inputs: readonly OnnxValue[];
  /** Inputs that have a default in the file. */
  readonly overridableInputs: readonly string[];
  readonly outputs: readonly OnnxOutput[];
  readonly nodeCount: number;
  /** Operator types, subgraphs included; outside the default domain as `domain:Type`. */
  readonly opTypes: ReadonlySet<string>;
  /** Operator domains in use, less those that the file itself defines by functions. */
  readonly domains: ReadonlySet<string>;
  readonly externalTensors: readonly ExternalTensor[];
  /** By graph output: names of the classes that it tells of, index by index; numbers as text. */
  readonly classLists: ReadonlyMap<string, readonly string[]>;
  /** By graph input: the only texts that the graph takes there; others make it fail. */
  readonly requiredCategories: ReadonlyMap<string, readonly string[]>;
}

/** An ONNX file that onnxruntime-node can serve: its tensors in the terms of the model spec. */
export interface OnnxInfo {
  readonly file: OnnxFile;
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly (TensorInfo & Pick<OnnxOutput, 'producedBy'>)[];
  /** Outputs that cannot be fetched (sequences and maps, e.g. behind a ZipMap). */
  readonly unservedOutputs: readonly OnnxOutput[];
}
