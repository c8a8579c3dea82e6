export type ParameterValue = string | number | bigint | boolean;
export type Parameters = Readonly<Record<string, ParameterValue>>;

/** Where the values of an input are: in the JSON, or in the block that follows it. */
export type WireData =
  | { readonly kind: 'json'; readonly values: unknown }
  | { readonly kind: 'binary'; readonly bytes: Uint8Array };

/** An input as it came, not yet compared with what the model wants. */
export interface WireInput {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
  readonly data: WireData;
  /** Whether the elements of BYTES are base64 of what is meant: the codec `base64` of MLServer's clients. */
  readonly isBase64?: boolean;
}

export interface WireOutput {
  readonly name: string;
  /** null takes the request's default. */
  readonly binary: boolean | null;
  /** Top N as text instead of the tensor; null for the tensor. */
  readonly classes: number | null;
}

/** An infer request as it came. */
export interface WireRequest {
  /** Echoed; null when there is none. */
  readonly id: string | null;
  readonly parameters: Parameters;
  readonly inputs: readonly WireInput[];
  /** null for every output of the model. */
  readonly outputs: readonly WireOutput[] | null;
  readonly binaryByDefault: boolean;
}
