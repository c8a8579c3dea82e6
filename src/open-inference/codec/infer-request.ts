import { isUtf8 } from 'node:buffer';

import { AppError } from '../../common/errors.js';
import { assertShallow } from '../../common/json-depth.js';
import { parseExactJson } from './exact-json.js';
import { assertHeaderFits } from './header-length.js';
import { hasLostDigits } from './json-values.js';
import {
  assertNoSharedMemory,
  fault,
  inputHead,
  invalid,
  isBase64,
  isObject,
  isSize,
  readFlag,
  readParameters,
  show,
  wireOutputs,
} from './wire-fields.js';
import type { Parameters, WireData, WireInput, WireRequest } from './wire-request.js';

/**
 * Reads the body of an infer request: JSON alone, or JSON and the binary tensors behind it, in the order of the inputs.
 * Binary tensors stay views of `body`.
 *
 * @param headerLength bytes of JSON; null when all of the body is
 * @throws AppError MALFORMED_BODY, VALIDATION_FAILED, INVALID_TENSOR
 */
export function readInferRequest(body: Uint8Array, headerLength: number | null): WireRequest {
  const jsonLength = headerLength ?? body.byteLength;
  assertHeaderFits(jsonLength, body.byteLength);
  const json = Buffer.from(body.buffer, body.byteOffset, jsonLength);
  // Decoded all the same, each byte that is wrong would become another character without a word.
  if (!isUtf8(json))
    throw new AppError('MALFORMED_BODY', { reason: 'it is not valid JSON (it is not UTF-8)' });
  const request = parse(json.toString('utf8'));
  assertShallow(request);
  return wireRequest(request, body.subarray(jsonLength));
}

/** JSON.parse where it is enough; it rounds large integers and knows no NaN. */
function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
    if (wantsAllDigits(value)) value = parseExactJson(text);
  } catch {
    try {
      value = parseExactJson(text);
    } catch (error) {
      throw new AppError('MALFORMED_BODY', { reason: `it is not valid JSON (${(error as Error).message})` });
    }
  }
  if (isObject(value)) return value;
  throw new AppError('MALFORMED_BODY', { reason: 'an infer request is a JSON object with "inputs"' });
}

/** Only 64-bit integers can lose digits that matter: in a tensor, or as the id of a sequence. */
function wantsAllDigits(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { inputs, parameters } = value;
  if (isObject(parameters) && Object.values(parameters).some(hasLostDigits)) return true;
  return (
    Array.isArray(inputs) &&
    inputs.some(
      (input) =>
        isObject(input) &&
        (input['datatype'] === 'INT64' || input['datatype'] === 'UINT64') &&
        hasLostDigits(input['data']),
    )
  );
}

function wireRequest(json: Record<string, unknown>, tail: Uint8Array): WireRequest {
  const { id, inputs, outputs } = json;
  if (id !== undefined && id !== null && typeof id !== 'string') throw invalid('id', 'text', id);
  const parameters = readParameters(json['parameters'], 'parameters');
  if (!Array.isArray(inputs)) throw invalid('inputs', 'a list of tensors', inputs);
  const blocks = new BlockReader(tail);
  const wired = inputs.map((input, index) => wireInput(input, `inputs[${index}]`, blocks));
  blocks.end();
  return {
    id: id ? id : null,
    parameters,
    inputs: wired,
    outputs: wireOutputs(outputs),
    binaryByDefault: readFlag(parameters, 'binary_data_output', 'parameters') ?? false,
  };
}

function wireInput(input: unknown, path: string, blocks: BlockReader): WireInput {
  if (!isObject(input)) throw invalid(path, 'an object with name, shape, datatype and data', input);
  const head = inputHead(input, path);
  const parameters = readParameters(input['parameters'], `${path}.parameters`);
  return {
    ...head,
    data: source(head.name, input['data'], parameters, blocks),
    isBase64: isBase64(parameters),
  };
}

/** Exactly one source. KServe's client writes `"data": null` beside the size of an empty binary tensor. */
function source(name: string, data: unknown, parameters: Parameters, blocks: BlockReader): WireData {
  const size = parameters['binary_data_size'];
  const hasData = data !== undefined && data !== null;
  assertNoSharedMemory(name, parameters);
  if (size === undefined) {
    if (!hasData) throw fault(name, '"data", or "binary_data_size" in its parameters', 'neither');
    return { kind: 'json', values: data };
  }
  if (hasData) throw fault(name, 'either "data" or "binary_data_size"', 'both');
  if (!isSize(size)) throw fault(name, '"binary_data_size" as a whole number from 0', show(size));
  return { kind: 'binary', bytes: blocks.take(name, size) };
}

/** Hands out the binary tensors, one after the other. */
class BlockReader {
  private at = 0;

  constructor(private readonly tail: Uint8Array) {}

  take(name: string, size: number): Uint8Array {
    const left = this.tail.byteLength - this.at;
    if (size > left) {
      const reason = `unexpected size for input '${name}', expecting ${size - left} additional bytes`;
      throw new AppError('MALFORMED_BODY', { reason });
    }
    this.at += size;
    return this.tail.subarray(this.at - size, this.at);
  }

  end(): void {
    const left = this.tail.byteLength - this.at;
    if (left === 0) return;
    const reason = `${left} bytes are left over after the last binary input`;
    throw new AppError('MALFORMED_BODY', { reason });
  }
}
