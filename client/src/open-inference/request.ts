import { blockOf } from './binary.js';
import type { Tensor } from './tensor.js';

export type ParameterValue = string | number | bigint | boolean;

/** A wish for one output. */
export interface RequestedOutput {
  readonly name: string;
  /** Whether it comes in binary; the request's `binary` where absent. */
  readonly binary?: boolean;
  /** The top N as text `value:index:label` instead of the tensor. */
  readonly classification?: number;
}

export interface InferRequest {
  readonly inputs: readonly Tensor[];
  /** Every output where absent. */
  readonly outputs?: readonly (string | RequestedOutput)[];
  /** Whether outputs come in binary unless they say otherwise; true where absent. */
  readonly binary?: boolean;
  /** Comes back in the answer. */
  readonly id?: string;
  /** Longest time for the answer, in milliseconds, by the server's clock. */
  readonly timeoutMs?: number;
  /** 1 goes first, 2 is everyone's, 3 last. */
  readonly priority?: 1 | 2 | 3;
  /** Further parameters, among them options of the model's task for picture files. */
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
}

/** A request as it goes over the wire: its pieces follow each other. */
export interface EncodedRequest {
  readonly pieces: readonly Uint8Array[];
  /** Value of `Inference-Header-Content-Length`: bytes of the first piece. */
  readonly headerLength: number;
}

/** Writes a request with every input in binary. */
export function encodeRequest(request: InferRequest): EncodedRequest {
  const { inputs, outputs, binary = true, id, timeoutMs, priority, parameters } = request;
  const blocks = inputs.map(blockOf);
  const json = {
    ...(id === undefined ? {} : { id }),
    inputs: inputs.map(({ name, shape, datatype }, index) => ({
      name,
      shape,
      datatype,
      parameters: { binary_data_size: blocks[index]?.byteLength ?? 0 },
    })),
    ...(outputs === undefined ? {} : { outputs: outputs.map(wish) }),
    parameters: {
      ...parameters,
      ...(timeoutMs === undefined ? {} : { timeout: Math.round(timeoutMs * 1000) }),
      ...(priority === undefined ? {} : { priority }),
      binary_data_output: binary,
    },
  };
  const head = new TextEncoder().encode(exactJson(json));
  return { pieces: [head, ...blocks], headerLength: head.byteLength };
}

function wish(output: string | RequestedOutput): object {
  if (typeof output === 'string') return { name: output };
  const { name, binary, classification } = output;
  return {
    name,
    parameters: {
      ...(binary === undefined ? {} : { binary_data: binary }),
      ...(classification === undefined ? {} : { classification }),
    },
  };
}

/** JSON with bigints as bare digits, which JSON.stringify refuses. */
function exactJson(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map(exactJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{${fields.map(([key, each]) => `${JSON.stringify(key)}:${exactJson(each)}`).join(',')}}`;
}
