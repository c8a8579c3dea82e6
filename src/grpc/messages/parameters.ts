import type { Parameters, ParameterValue } from '../../open-inference/codec/wire-request.js';
import { invalid } from '../../open-inference/codec/wire-fields.js';
import type { InferParameter, ParameterMap } from './infer-message.js';

/**
 * Parameters of a message as plain values: 64-bit integers as numbers where they fit, else as bigint.
 *
 * @param path of the map in the request, for the message
 * @throws AppError VALIDATION_FAILED for a parameter without a value
 */
export function plainParameters(parameters: ParameterMap, path: string): Parameters {
  const entries = Object.entries(parameters).map(([name, { parameter_choice: choice, ...values }]) => {
    const value = choice === undefined ? undefined : values[choice];
    if (value === undefined) throw invalid(`${path}.${name}`, 'a parameter with a value', undefined);
    return [name, choice === 'int64_param' || choice === 'uint64_param' ? integer(value as string) : value];
  });
  return Object.fromEntries(entries) as Parameters;
}

/** Plain values as parameters of a message. */
export function messageParameters(parameters: Parameters): ParameterMap {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, parameter(value)]));
}

function parameter(value: ParameterValue): InferParameter {
  if (typeof value === 'boolean') return { bool_param: value };
  if (typeof value === 'string') return { string_param: value };
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return { int64_param: String(value) };
  return { double_param: value };
}

function integer(digits: string): number | bigint {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : BigInt(digits);
}
