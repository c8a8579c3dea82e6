import type { AppError } from '../../common/errors.js';
import { statusOf } from '../grpc-status.js';
import type { ModelInferRequest, ModelInferResponse, ParameterMap } from './infer-message.js';

export interface ModelStreamInferResponse {
  readonly error_message: string;
  readonly infer_response: ModelInferResponse;
}

/** Every answer is the only one to its request; clients of models with many answers to one look for this. */
const FINAL: ParameterMap = { triton_final_response: { bool_param: true } };
/** What a number or a text of a typed list may take in memory. */
const VALUE_BYTES = 8;

export function streamAnswer(answer: ModelInferResponse): ModelStreamInferResponse {
  return {
    error_message: '',
    infer_response: { ...answer, parameters: { ...answer.parameters, ...FINAL } },
  };
}

/** A failure in place of an answer, by what a client tells its requests apart; the trailers of a call are parameters here. */
export function streamFault(
  { id, model_name, model_version }: ModelInferRequest,
  error: AppError,
  requestId: string,
): ModelStreamInferResponse {
  const { details, metadata } = statusOf(error, requestId);
  const facts = Object.entries(metadata?.getMap() ?? {}).map(([name, value]) => [
    name,
    { string_param: String(value) },
  ]);
  return {
    error_message: details ?? '',
    infer_response: {
      id,
      model_name,
      model_version,
      parameters: { ...Object.fromEntries(facts), ...FINAL },
      outputs: [],
      raw_output_contents: [],
    },
  };
}

/** About what a request holds in memory, in bytes. */
export function heldBytes({ inputs, raw_input_contents: raw }: ModelInferRequest): number {
  const lists = inputs.flatMap(({ contents }) => Object.values(contents ?? {}) as unknown[][]);
  const texts = inputs.flatMap(({ contents }) => contents?.bytes_contents ?? []);
  return sum(lists.map(({ length }) => length * VALUE_BYTES)) + sum([...raw, ...texts].map(lengthOf));
}

const lengthOf = ({ byteLength }: Uint8Array): number => byteLength;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
