import { identityModel, onnxModel, type ElementType } from '../fixtures/onnx-writer.js';
import { type Answer, send } from './http.js';
import type { ModelEntry } from './models.js';

/** What one infer request is sent with beside its body. */
export interface InferOptions {
  /** `1`, an alias; none for the default. */
  version?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** An infer request: a JSON object, or bytes with the length of their JSON. */
export function infer<T = any>(
  url: string,
  model: string,
  body: object | Uint8Array | string,
  { version, headers = {}, signal }: InferOptions = {},
): Promise<Answer<T>> {
  const path = version === undefined ? model : `${model}/versions/${version}`;
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  return send<T>(`${url}/v2/models/${path}/infer`, {
    method: 'POST',
    body: (isRaw ? body : JSON.stringify(body)) as NonNullable<RequestInit['body']>,
    headers,
    ...(signal ? { signal } : {}),
  });
}

/** JSON with binary tensors behind it, and the header that says where they start. */
export function withBlocks(
  json: object,
  ...blocks: Uint8Array[]
): { body: Buffer; headers: Record<string, string> } {
  const head = Buffer.from(JSON.stringify(json));
  return {
    body: Buffer.concat([head, ...blocks]),
    headers: { 'inference-header-content-length': String(head.length) },
  };
}

/** The bytes of a typed array. */
export function bytes(array: NodeJS.TypedArray): Buffer {
  return Buffer.from(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength);
}

/** A binary answer taken apart: its JSON, and the block of each binary output by name. */
export function blocksOf(answer: Answer): { json: any; blocks: Record<string, Buffer> } {
  const length = Number(answer.headers.get('inference-header-content-length'));
  const json = JSON.parse(answer.bytes.subarray(0, length).toString());
  const blocks: Record<string, Buffer> = {};
  let at = length;
  for (const { name, parameters } of json.outputs) {
    if (parameters?.binary_data_size === undefined) continue;
    blocks[name] = answer.bytes.subarray(at, (at += parameters.binary_data_size));
  }
  if (at !== answer.bytes.length) throw new Error(`${answer.bytes.length - at} bytes are left over`);
  return { json, blocks };
}

/** A model y = x in a folder of its own. */
export function identityEntry(
  name: string,
  type: ElementType,
  dims: readonly (number | string)[] = ['n', 'm'],
): ModelEntry {
  return { name, files: { '1/model.onnx': identityModel(type, dims) } };
}

const vector = (name: string) => ({ name, type: 'float32' as const, dims: ['n'] });

/** Two inputs, two outputs: `sum` = a + b and `same` = b, float32[n]. */
export function twoByTwo(): Buffer {
  return onnxModel({
    inputs: [vector('a'), vector('b')],
    outputs: [vector('sum'), vector('same')],
    nodes: [
      { op: 'Add', inputs: ['a', 'b'], outputs: ['sum'] },
      { op: 'Identity', inputs: ['b'], outputs: ['same'] },
    ],
  });
}

/** An infer request with one tensor `x` [2, 2] whose data is this JSON. */
export function oneTensor(datatype: string, data: string, shape = '[2,2]'): string {
  return `{"inputs":[{"name":"x","shape":${shape},"datatype":"${datatype}","data":${data}}]}`;
}
