import { AppError } from '../../common/errors.js';
import { parseExactJson } from './exact-json.js';
import { assertHeaderFits } from './header-length.js';
import { hasLostDigits } from './json-values.js';

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
  const text = Buffer.from(body.buffer, body.byteOffset, jsonLength).toString('utf8');
  return wireRequest(parse(text), body.subarray(jsonLength));
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
  const { name, shape, datatype, data } = input;
  if (typeof name !== 'string' || name === '') throw invalid(`${path}.name`, 'text', name);
  if (typeof datatype !== 'string') throw invalid(`${path}.datatype`, "text such as 'FP32'", datatype);
  if (!Array.isArray(shape) || !shape.every(isSize))
    throw new AppError('INVALID_TENSOR', {
      tensor: name,
      expected: '"shape" as a list of whole numbers from 0',
      got: show(shape),
    });
  const parameters = readParameters(input['parameters'], `${path}.parameters`);
  return { name, datatype, shape: shape as number[], data: source(name, data, parameters, blocks) };
}

/** Exactly one source. KServe's client writes `"data": null` beside the size of an empty binary tensor. */
function source(name: string, data: unknown, parameters: Parameters, blocks: BlockReader): WireData {
  const size = parameters['binary_data_size'];
  const hasData = data !== undefined && data !== null;
  const sharedMemory = Object.keys(parameters).find((key) => key.startsWith('shared_memory_'));
  if (sharedMemory !== undefined)
    throw fault(name, '"data" or "binary_data_size": shared memory is not supported', `'${sharedMemory}'`);
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

function wireOutputs(outputs: unknown): WireOutput[] | null {
  if (outputs === undefined || outputs === null) return null;
  if (!Array.isArray(outputs)) throw invalid('outputs', 'a list of objects with a name', outputs);
  if (outputs.length === 0) return null;
  const byName = new Map<string, WireOutput>();
  for (const [index, output] of outputs.entries()) {
    const path = `outputs[${index}]`;
    const name: unknown = isObject(output) ? output['name'] : undefined;
    if (!isObject(output) || typeof name !== 'string') throw invalid(path, 'an object with a name', output);
    const parameters = readParameters(output['parameters'], `${path}.parameters`);
    const sharedMemory = Object.keys(parameters).find((key) => key.startsWith('shared_memory_'));
    if (sharedMemory !== undefined)
      throw invalid(`${path}.parameters`, 'no shared memory, which is not supported', sharedMemory);
    const classes = parameters['classification'];
    if (classes !== undefined && !isSize(classes))
      throw invalid(`${path}.parameters.classification`, 'a whole number from 1', classes);
    if (byName.has(name)) continue;
    const binary = readFlag(parameters, 'binary_data', `${path}.parameters`);
    byName.set(name, { name, binary, classes: classes === undefined || classes === 0 ? null : classes });
  }
  return [...byName.values()];
}

function readParameters(value: unknown, path: string): Parameters {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw invalid(path, 'an object', value);
  return value as Parameters;
}

function readFlag(parameters: Parameters, key: string, path: string): boolean | null {
  const value: unknown = parameters[key];
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value;
  throw invalid(`${path}.${key}`, 'true or false', value);
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each));
  return text.slice(0, 60);
}

function invalid(path: string, expected: string, got: unknown): AppError {
  return new AppError('VALIDATION_FAILED', { faults: [`'${path}' must be ${expected}; got ${show(got)}`] });
}

function fault(tensor: string, expected: string, got: string): AppError {
  return new AppError('INVALID_TENSOR', { tensor, expected, got });
}
