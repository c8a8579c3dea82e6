import { assertFitsJson } from '../../inference/request/json-tensor-result.js';
import type { NamedTensor } from '../../inference/tasks/task-io.js';
import { bytesOf } from './binary-values.js';
import { joinByteStrings } from './byte-strings.js';
import { datatypeOf } from './datatypes.js';
import type { ParameterValue } from './wire-request.js';
import { dataText } from './json-text.js';

export interface AnsweredOutput {
  readonly tensor: NamedTensor;
  readonly binary: boolean;
}

export interface InferAnswer {
  readonly model: string;
  readonly version: string;
  /** As it came; null leaves it out. */
  readonly id: string | null;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly outputs: readonly AnsweredOutput[];
}

/** Body of an answer, in pieces that follow each other: the JSON, then the binary tensors as views of their memory. */
export interface AnswerBody {
  readonly pieces: readonly Uint8Array[];
  readonly bytes: number;
  /** Bytes of the JSON when binary tensors follow; null when all of it is JSON. */
  readonly headerLength: number | null;
}

/**
 * Writes an answer. Binary tensors are not copied: the body must be sent before their memory is used again.
 *
 * @throws AppError NOT_ACCEPTABLE when more is wanted as JSON than fits
 */
export function writeInferAnswer(answer: InferAnswer): AnswerBody {
  assertFitsJson(answer.outputs.flatMap(({ tensor, binary }) => (binary ? [] : [tensor])));
  const blocks: Buffer[] = [];
  const outputs = answer.outputs.map(({ tensor, binary }) => {
    const { name, type, dims, data } = tensor;
    const datatype = datatypeOf(type);
    const head = `{"name":${JSON.stringify(name)},"datatype":"${datatype}","shape":[${dims.join(',')}]`;
    if (!binary) return `${head},"data":${dataText(datatype, data)}}`;
    const block = Array.isArray(data) ? joinByteStrings(data) : bytesOf(data);
    blocks.push(block);
    return `${head},"parameters":{"binary_data_size":${block.byteLength}}}`;
  });
  const fields = [
    `"model_name":${JSON.stringify(answer.model)}`,
    `"model_version":${JSON.stringify(answer.version)}`,
    ...(answer.id === null ? [] : [`"id":${JSON.stringify(answer.id)}`]),
    ...parametersText(answer.parameters),
    `"outputs":[${outputs.join(',')}]`,
  ];
  const json = Buffer.from(`{${fields.join(',')}}`);
  const pieces = [json, ...blocks];
  return {
    pieces,
    bytes: pieces.reduce((sum, piece) => sum + piece.byteLength, 0),
    headerLength: blocks.length > 0 ? json.byteLength : null,
  };
}

function parametersText(parameters: InferAnswer['parameters']): string[] {
  const entries = Object.entries(parameters);
  if (entries.length === 0) return [];
  const text = entries.map(
    ([key, value]) =>
      `${JSON.stringify(key)}:${typeof value === 'bigint' ? String(value) : JSON.stringify(value)}`,
  );
  return [`"parameters":{${text.join(',')}}`];
}
