import type { FeatureSpec, TensorType } from '../model-spec.js';
import { float16Bits } from './float16.js';
import { WHOLE_RANGES } from './tensor-arrays.js';

/** Names that are listed in a message. */
const MAX_LISTED = 20;

const WORDS: Readonly<Record<FeatureSpec['type'], string>> = {
  float: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  string: 'a text',
};

/** Bits of the float16 infinity; what is too large becomes it. */
const FLOAT16_INFINITY = 0x7c00;

/** What a feature takes, in words: `a number from 0 to 120 (years)`. */
export function expectation({ type, range, categories, nullable, unit }: FeatureSpec): string {
  const limits = range === null ? '' : ` from ${range[0]} to ${range[1]}`;
  const what = categories === null ? `${WORDS[type]}${limits}` : `one of ${listedNames(categories)}`;
  return `${what}${unit === null ? '' : ` (${unit})`}${nullable ? ', or null' : ''}`;
}

/** Names in a message, the first ones of many. */
export function listedNames(items: readonly { readonly name: string }[]): string {
  const names = items.slice(0, MAX_LISTED).map(({ name }) => name);
  const more = items.length > MAX_LISTED ? ` and ${items.length - MAX_LISTED} more` : '';
  return `${names.join(', ')}${more}`;
}

/**
 * Why a value may not stand in a column, or null when it may.
 *
 * @param value as it came in JSON or in the manifest
 * @param type of the graph input that takes it
 */
export function valueFault(value: unknown, feature: FeatureSpec, type: TensorType): string | null {
  if (value === null && feature.nullable) return null;
  const isRight = feature.categories === null ? isOfType(value, feature, type) : isCategory(value, feature);
  return isRight ? null : `${shown(value)} is not ${expectation(feature)}`;
}

function isCategory(value: unknown, { categories }: FeatureSpec): boolean {
  return categories?.some(({ name }) => name === value) ?? false;
}

function isOfType(value: unknown, { type, range }: FeatureSpec, tensorType: TensorType): boolean {
  // onnxruntime-node cuts a text at its first NUL: the model would get another text than was sent.
  if (type === 'string') return typeof value === 'string' && !value.includes('\0');
  if (type === 'boolean') return typeof value === 'boolean';
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  if (type === 'integer' && !Number.isSafeInteger(value)) return false;
  const isInRange = range === null || (value >= range[0] && value <= range[1]);
  return isInRange && fits(value, tensorType);
}

/** Whether a number survives its number format; one that is too large would become infinite or wrap around. */
function fits(value: number, type: TensorType): boolean {
  if (type === 'float32') return Number.isFinite(Math.fround(value));
  if (type === 'float16') return (float16Bits(value) & 0x7fff) < FLOAT16_INFINITY;
  const range = WHOLE_RANGES[type];
  if (range === undefined) return true;
  return Number.isInteger(value) && value >= Number(range[0]) && value <= Number(range[1]);
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? 'nothing');
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
