import { float16Number } from '../../inference/tasks/float16.js';
import type { TensorArray } from '../../inference/tasks/task-io.js';
import type { Datatype } from './datatypes.js';

/**
 * `data` of an output as JSON, flat and row-major: 64-bit integers as bare digits, FP32 and FP16 with as many digits as
 * they have, null for NaN and the infinities, which JSON does not know.
 */
export function dataText(datatype: Datatype, data: TensorArray): string {
  if (Array.isArray(data)) return JSON.stringify(data);
  switch (datatype) {
    case 'BOOL':
      return list(data, (value) => (value === 0 ? 'false' : 'true'));
    case 'FP32':
      return list(data, shortFloat32);
    case 'FP16':
      return list(data, (bits) => shortFloat32(float16Number(bits as number)));
    case 'FP64':
      return list(data, (value) => (Number.isFinite(value) ? numberText(value as number) : 'null'));
    default:
      return `[${data.join(',')}]`;
  }
}

function list(data: Exclude<TensorArray, string[]>, write: (value: number | bigint) => string): string {
  let text = '[';
  for (let i = 0; i < data.length; i += 1) {
    if (i > 0) text += ',';
    text += write(data[i] as number);
  }
  return `${text}]`;
}

/** A number with the sign of its zero, which readers that know integers keep only beside a decimal point. */
function numberText(value: number): string {
  return Object.is(value, -0) ? '-0.0' : String(value);
}

/** Seven to nine digits bring every float32 back; the seventeen of a float64 would double the text. */
function shortFloat32(value: number | bigint): string {
  const number = value as number;
  if (!Number.isFinite(number)) return 'null';
  if (Number.isInteger(number) && Math.abs(number) < 1e7) return numberText(number);
  for (let digits = 7; digits < 9; digits += 1) {
    const short = Number(number.toPrecision(digits));
    if (Math.fround(short) === number) return String(short);
  }
  return String(Number(number.toPrecision(9)));
}
