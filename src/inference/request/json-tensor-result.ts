import { float16Number } from '../tasks/float16.js';
import type { NamedTensor } from '../tasks/task-io.js';

/** A tensor as JSON: row-major, flat. */
export interface JsonTensor {
  name: string;
  datatype: string;
  shape: number[];
  data: (number | string | boolean | null)[];
}

/** Numbers that JSON carries in one answer: writing them takes the server a fraction of a second in which it does nothing else. */
export const MAX_JSON_VALUES = 1_048_576;

/** Why outputs are no answer in JSON, or null when they are. */
export function tooLargeForJson(outputs: readonly NamedTensor[]): string | null {
  const values = outputs.reduce((sum, { data }) => sum + data.length, 0);
  if (values <= MAX_JSON_VALUES) return null;
  return `its outputs hold ${values} values, more than the ${MAX_JSON_VALUES} that are answered as JSON; the Open Inference Protocol (/v2) answers them as binary data`;
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
