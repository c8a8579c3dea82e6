import { AppError } from '../../common/errors.js';
import type { Parameters, WireInput, WireOutput } from './wire-request.js';

/** Name, datatype and shape of an input. @throws AppError VALIDATION_FAILED, INVALID_TENSOR */
export function inputHead(input: Record<string, unknown>, path: string): Omit<WireInput, 'data'> {
  const { name, shape, datatype } = input;
  if (typeof name !== 'string' || name === '') throw invalid(`${path}.name`, 'text', name);
  if (typeof datatype !== 'string') throw invalid(`${path}.datatype`, "text such as 'FP32'", datatype);
  if (!Array.isArray(shape) || !shape.every(isSize))
    throw new AppError('INVALID_TENSOR', {
      tensor: name,
      expected: '"shape" as a list of whole numbers from 0',
      got: show(shape),
    });
  return { name, datatype, shape: shape as number[] };
}

/** @throws AppError INVALID_TENSOR for an input that lies in shared memory */
export function assertNoSharedMemory(name: string, parameters: Parameters): void {
  const sharedMemory = Object.keys(parameters).find((key) => key.startsWith('shared_memory_'));
  if (sharedMemory !== undefined)
    throw fault(name, '"data" or "binary_data_size": shared memory is not supported', `'${sharedMemory}'`);
}

/**
 * Outputs that are asked for; null for all. One that is named twice comes once.
 *
 * @throws AppError VALIDATION_FAILED
 */
export function wireOutputs(outputs: unknown): WireOutput[] | null {
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

/**
 * One that is null is as absent: clients made from classes write all that they have not set so.
 *
 * @throws AppError VALIDATION_FAILED
 */
export function readParameters(value: unknown, path: string): Parameters {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw invalid(path, 'an object', value);
  const isSet = Object.values(value).every((each) => each !== null);
  if (isSet) return value as Parameters;
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null)) as Parameters;
}

/** Whether an input is written with the codec `base64` of MLServer's clients. */
export function isBase64(parameters: Parameters): boolean {
  return parameters['content_type'] === 'base64';
}

/** A parameter that is true or false; null where it is absent. @throws AppError VALIDATION_FAILED */
export function readFlag(parameters: Parameters, key: string, path: string): boolean | null {
  const value: unknown = parameters[key];
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value;
  throw invalid(`${path}.${key}`, 'true or false', value);
}

export function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value in a message, cut short. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each));
  return text.slice(0, 60);
}

export function invalid(path: string, expected: string, got: unknown): AppError {
  return new AppError('VALIDATION_FAILED', { faults: [`'${path}' must be ${expected}; got ${show(got)}`] });
}

export function fault(tensor: string, expected: string, got: string): AppError {
  return new AppError('INVALID_TENSOR', { tensor, expected, got });
}
