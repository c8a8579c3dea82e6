import { MAX_JSON_VALUES } from '../../inference/request/json-tensor-result.js';
import type { NamedTensor } from '../../inference/tasks/task-io.js';
import { bytesOf } from '../../open-inference/codec/binary-values.js';
import { joinByteStrings } from '../../open-inference/codec/byte-strings.js';
import { datatypeOf } from '../../open-inference/codec/datatypes.js';
import type { InferAnswer } from '../../open-inference/codec/infer-response.js';
import { contentsField, type ModelInferResponse, type TensorContents } from './infer-message.js';
import { messageParameters } from './parameters.js';

/**
 * An answer as a message. Raw contents are for all outputs or for none: they are used when one of the outputs is wanted so,
 * cannot be written otherwise, or would be so long a list that writing it keeps everybody else waiting.
 */
export function inferMessage({ model, version, id, parameters, outputs }: InferAnswer): ModelInferResponse {
  const tensors = outputs.map(({ tensor }) => tensor);
  const isRaw =
    outputs.some(({ binary }) => binary) ||
    tensors.some(({ type }) => contentsField(datatypeOf(type)) === null) ||
    tensors.reduce((sum, { data }) => sum + data.length, 0) > MAX_JSON_VALUES;
  return {
    model_name: model,
    model_version: version,
    id: id ?? '',
    parameters: messageParameters(parameters),
    outputs: tensors.map((tensor) => ({
      name: tensor.name,
      datatype: datatypeOf(tensor.type),
      shape: tensor.dims,
      ...(isRaw ? {} : { contents: contentsOf(tensor) }),
    })),
    raw_output_contents: isRaw ? tensors.map(rawOf) : [],
  };
}

function rawOf({ data }: NamedTensor): Uint8Array {
  return Array.isArray(data) ? joinByteStrings(data) : bytesOf(data);
}

function contentsOf({ type, data }: NamedTensor): Partial<TensorContents> {
  const field = contentsField(datatypeOf(type)) as keyof TensorContents;
  return { [field]: listOf(type, data) };
}

function listOf(type: NamedTensor['type'], data: NamedTensor['data']): unknown[] {
  if (Array.isArray(data)) return data.map((text) => Buffer.from(text));
  if (type === 'bool') return Array.from(data as Uint8Array, (value) => value !== 0);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Array.from(data, String);
  return Array.from(data as ArrayLike<number>);
}
