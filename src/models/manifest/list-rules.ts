import { rule } from './manifest-rules.js';
import type { JsonSchema } from './manifest-keys.js';

const MOST_ITEMS = 1000;

const isText = (value: unknown, longest: number): boolean =>
  typeof value === 'string' && value.length > 0 && value.length <= longest;

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const isPair = (value: unknown): value is [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every(isNumber);

const list = (items: JsonSchema, minItems = 1, maxItems = MOST_ITEMS): JsonSchema => ({
  type: 'array',
  items,
  minItems,
  maxItems,
});

const text = (longest: number): JsonSchema => ({ type: 'string', minLength: 1, maxLength: longest });

const PAIR: JsonSchema = list({ type: 'number' }, 2, 2);

/** A list of different texts. */
export const Names = (longest: number): PropertyDecorator =>
  rule('names', 'a list of different texts', { ...list(text(longest)), uniqueItems: true }, (value) => {
    if (!Array.isArray(value) || value.length === 0 || value.length > MOST_ITEMS) return false;
    return value.every((name) => isText(name, longest)) && new Set(value).size === value.length;
  });

/** One text for all, or a list with one for each. */
export const TextOrTexts = (longest: number): PropertyDecorator =>
  rule(
    'textOrTexts',
    'a text, or a list of them',
    { anyOf: [text(longest), list(text(longest))] },
    (value) => {
      const texts: unknown[] = Array.isArray(value) ? value : [value];
      return texts.length > 0 && texts.length <= MOST_ITEMS && texts.every((one) => isText(one, longest));
    },
  );

/** A pair of numbers; that the lower one comes first is checked where it is read. */
export const Range = (): PropertyDecorator =>
  rule('range', 'a list [least, greatest], e.g. [0, 100]', PAIR, isPair);

/** One pair of numbers for all, or a list with one for each. */
export const RangeOrRanges = (): PropertyDecorator =>
  rule(
    'rangeOrRanges',
    'a list [least, greatest], or a list of them',
    { anyOf: [PAIR, list(PAIR)] },
    (value) => isPair(value) || (Array.isArray(value) && value.length > 0 && value.every(isPair)),
  );

/** One number for all, or a list with one for each. */
export const NumberOrNumbers = (): PropertyDecorator =>
  rule(
    'numberOrNumbers',
    'a number, or a list of them',
    { anyOf: [{ type: 'number' }, list({ type: 'number' })] },
    (value) => isNumber(value) || (Array.isArray(value) && value.length > 0 && value.every(isNumber)),
  );

/** Numbers within bounds, bounds included. */
export const NumbersIn = (min: number, max: number, most: number): PropertyDecorator =>
  rule(
    'numbersIn',
    `a list of 1 to ${most} numbers from ${min} to ${max}`,
    list({ type: 'number', minimum: min, maximum: max }, 1, most),
    (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.length <= most &&
      value.every((one) => isNumber(one) && one >= min && one <= max),
  );

/** For each level of a pyramid a list of sides in pixels. */
export const SideLists = (): PropertyDecorator =>
  rule(
    'sideLists',
    'a list with a list of sides in pixels for each stride, e.g. [[16, 32], [64, 128]]',
    list(list({ type: 'number', exclusiveMinimum: 0 }, 1, 16), 1, 8),
    (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.length <= 8 &&
      value.every(
        (sides: unknown) =>
          Array.isArray(sides) &&
          sides.length > 0 &&
          sides.length <= 16 &&
          sides.every((side) => isNumber(side) && side > 0),
      ),
  );

/** For each name a number, or a list of them. */
export const Constants = (): PropertyDecorator =>
  rule(
    'constants',
    'a map from names to a number or a list of numbers, e.g. {scale_factor: [1, 1]}',
    {
      type: 'object',
      minProperties: 1,
      additionalProperties: { anyOf: [{ type: 'number' }, list({ type: 'number' })] },
    },
    (value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
      const entries = Object.values(value);
      return entries.length > 0 && entries.every((one) => isNumber(one) || isNumbers(one));
    },
  );

const isNumbers = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.length <= MOST_ITEMS && value.every(isNumber);

const FLIPS = ['horizontal', 'vertical'];

/** `horizontal`, `vertical`, `both`, or a list of the first two. */
export const Flips = (): PropertyDecorator =>
  rule(
    'flips',
    'one of horizontal, vertical, both, or a list of the first two',
    { anyOf: [{ enum: [...FLIPS, 'both'] }, { ...list({ enum: FLIPS }, 1, 2), uniqueItems: true }] },
    (value) => {
      if (!Array.isArray(value)) return value === 'both' || FLIPS.includes(value as string);
      return (
        value.length > 0 && value.every((one) => FLIPS.includes(one)) && new Set(value).size === value.length
      );
    },
  );
