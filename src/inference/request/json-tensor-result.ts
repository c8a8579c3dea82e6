import { AppError } from '../../common/errors.js';
import { float16Number } from '../tasks/float16.js';
import type { NamedTensor } from '../tasks/task-io.js';

/** A tensor as JSON: row-major, flat. */
export interface JsonTensor {
  name: string;
  datatype: string;
  shape: number[];
  data: (number | string | boolean | null)[];
}

/**
 * Most values of the tensors of one JSON answer: writing them takes the server a fraction of a second, during which nobody
 * else is answered.
 */
export const MAX_JSON_VALUES = 1_048_576;

/** @throws AppError NOT_ACCEPTABLE when the tensors hold more values than a JSON answer may */
export function assertFitsJson(tensors: readonly Pick<NamedTensor, 'data'>[]): void {
  const values = tensors.reduce((sum, { data }) => sum + data.length, 0);
  if (values <= MAX_JSON_VALUES) return;
  throw new AppError('NOT_ACCEPTABLE', {
    accept: 'application/json',
    available: [
      `at most ${MAX_JSON_VALUES} values as JSON, and the model gave ${values}`,
      'binary tensors, through /v2/models/{model}/infer',
    ],
  });
}

/**
 * An output tensor as JSON. NaN and the infinities become null; 64-bit integers beyond 2^53 become text, so that no
 * digit is lost; bool becomes true and false.
 */
export function jsonTensor({ name, type, dims, data }: NamedTensor): JsonTensor {
  return {
    name,
    datatype: type,
    shape: [...dims],
    data: Array.from(data as ArrayLike<number | bigint | string>, toJson(type)),
  };
}

function toJson(
  type: NamedTensor['type'],
): (raw: number | bigint | string) => number | string | boolean | null {
  if (type === 'bool') return (raw) => raw !== 0;
  if (type === 'float16') return (raw) => finite(float16Number(raw as number));
  return (raw) => {
    if (typeof raw === 'string') return raw;
    if (typeof raw === 'bigint') return Number.isSafeInteger(Number(raw)) ? Number(raw) : raw.toString();
    return finite(raw);
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
