// class-transformer's @Type reads the metadata API as soon as a class is declared.
import 'reflect-metadata';

import { Type } from 'class-transformer';
import {
  Allow,
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsString,
  MaxLength,
  MinLength,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import type { ValidationArguments } from 'class-validator';

import { describeKey, type JsonSchema, type ManifestType } from './manifest-keys.js';

export { Doc } from './manifest-keys.js';

/** A value as it is shown in a fault: text in quotes, the rest as JSON, cut when long. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

type Message = (args: ValidationArguments) => string;

const fault =
  (expected: string): Message =>
  ({ value }) =>
    value === undefined ? `is missing; expected ${expected}` : `${shown(value)} is not ${expected}`;

/** What a rule accepts: in words that go on after "is not", and as a fragment of JSON Schema. */
const accepted = (expected: string, schema: JsonSchema): PropertyDecorator =>
  describeKey({ values: expected.replace(/^an? /, ''), schema });

/** @param schema accepts exactly what `accepts` does: a test compares them */
export function rule(
  name: string,
  expected: string,
  schema: JsonSchema,
  accepts: (value: unknown) => boolean,
): PropertyDecorator {
  return combine(
    accepted(expected, schema),
    ValidateBy({ name, validator: { validate: accepts } }, { message: fault(expected) }),
  );
}

const combine =
  (...decorators: PropertyDecorator[]): PropertyDecorator =>
  (target, key) =>
    decorators.forEach((decorator) => decorator(target, key));

const isNumber = (value: unknown, min: number, max: number): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= min && value <= max;

const isWhole = (value: unknown, min: number, max: number): value is number =>
  isNumber(value, min, max) && Number.isInteger(value);

const range = (min: number, max: number): string =>
  max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;

const numberSchema = (type: 'number' | 'integer', minimum: number, maximum: number): JsonSchema => ({
  type,
  minimum,
  ...(maximum === Number.MAX_SAFE_INTEGER ? {} : { maximum }),
});

/** One of the given words. */
export const OneOf = (words: readonly string[]): PropertyDecorator => {
  const expected = `one of ${words.join(', ')}`;
  return combine(accepted(expected, { enum: words }), IsIn(words, { message: fault(expected) }));
};

/** A number, bounds included. */
export const NumberIn = (min: number, max: number): PropertyDecorator =>
  rule('numberIn', `a number ${range(min, max)}`, numberSchema('number', min, max), (value) =>
    isNumber(value, min, max),
  );

/** A whole number, bounds included. */
export const WholeNumberIn = (min: number, max: number): PropertyDecorator =>
  rule('wholeNumberIn', `a whole number ${range(min, max)}`, numberSchema('integer', min, max), (value) =>
    isWhole(value, min, max),
  );

/** A number above 0. */
export const PositiveNumber = (): PropertyDecorator =>
  rule('positiveNumber', 'a number above 0', { type: 'number', exclusiveMinimum: 0, maximum: 1e6 }, (value) =>
    isNumber(value, Number.MIN_VALUE, 1e6),
  );

/** Yes or no. */
export const Flag = (): PropertyDecorator => {
  const expected = 'true or false';
  return combine(accepted(expected, { type: 'boolean' }), IsBoolean({ message: fault(expected) }));
};

/** Text of 1 to `longest` characters. */
export const Text = (longest: number): PropertyDecorator => {
  const expected = `a text of 1 to ${longest} characters`;
  const message = fault(expected);
  return combine(
    accepted(expected, { type: 'string', minLength: 1, maxLength: longest }),
    IsString({ message }),
    MinLength(1, { message }),
    MaxLength(longest, { message }),
  );
};

/** A number for every channel, or a list with one number a channel (1 or 3). 0 is refused with `isDivisor`. */
export const PerChannel = ({ isDivisor }: { isDivisor: boolean }): PropertyDecorator => {
  const expected = isDivisor ? 'a number other than 0' : 'a number';
  const one = { ...numberSchema('number', -1e6, 1e6), ...(isDivisor ? { not: { const: 0 } } : {}) };
  const list = (length: number): JsonSchema => ({
    type: 'array',
    items: one,
    minItems: length,
    maxItems: length,
  });
  return rule(
    'perChannel',
    `${expected}, or a list of 1 or 3 of them`,
    { anyOf: [one, list(1), list(3)] },
    (value) => {
      const numbers = Array.isArray(value) ? value : [value];
      const rightLength = numbers.length === 1 || numbers.length === 3;
      return (
        rightLength && numbers.every((number) => isNumber(number, -1e6, 1e6) && !(isDivisor && number === 0))
      );
    },
  );
};

/** A square's side or [width, height], in pixels. */
export const PictureSize = (largest: number): PropertyDecorator => {
  const side = numberSchema('integer', 1, largest);
  return rule(
    'pictureSize',
    `a whole number from 1 to ${largest} or a list [width, height] of them`,
    { anyOf: [side, { type: 'array', items: side, minItems: 2, maxItems: 2 }] },
    (value) =>
      Array.isArray(value)
        ? value.length === 2 && value.every((each) => isWhole(each, 1, largest))
        : isWhole(value, 1, largest),
  );
};

/** `latest`, `all` or a list of version numbers. */
export const VersionPolicy = (): PropertyDecorator =>
  rule(
    'versionPolicy',
    "'latest', 'all' or a list of version numbers, e.g. [1, 2]",
    {
      anyOf: [
        { enum: ['latest', 'all'] },
        { type: 'array', minItems: 1, items: numberSchema('integer', 0, Number.MAX_SAFE_INTEGER) },
      ],
    },
    (value) =>
      Array.isArray(value)
        ? value.length > 0 && value.every((version) => isWhole(version, 0, Number.MAX_SAFE_INTEGER))
        : value === 'latest' || value === 'all',
  );

/** The least and the greatest of some numbers. */
export const NumberRange = (): PropertyDecorator => {
  const end = { type: 'number' };
  return rule(
    'numberRange',
    'a list [least, greatest] of two numbers',
    { type: 'array', items: end, minItems: 2, maxItems: 2 },
    (value) => Array.isArray(value) && value.length === 2 && value.every(Number.isFinite),
  );
};

/** A number, a text, or true or false. */
export const Scalar = (): PropertyDecorator =>
  rule(
    'scalar',
    'a number, a text, true or false',
    { type: ['number', 'string', 'boolean'] },
    (value) => typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value),
  );

/** Texts, or texts with a number each. */
export const Categories = (): PropertyDecorator =>
  rule(
    'categories',
    'a list of texts, or a map from text to number',
    {
      anyOf: [
        { type: 'array', minItems: 1, items: { type: 'string' } },
        { type: 'object', minProperties: 1, additionalProperties: { type: 'number' } },
      ],
    },
    (value) => {
      if (Array.isArray(value)) return value.length > 0 && value.every((one) => typeof one === 'string');
      const codes = typeof value === 'object' && value !== null ? Object.values(value) : [];
      return codes.length > 0 && codes.every(Number.isFinite);
    },
  );

/** A version: its number, or the name of an alias. */
export const VersionName = (): PropertyDecorator =>
  rule(
    'versionName',
    "a version number or the name of an alias, e.g. 2 or 'production'",
    {
      anyOf: [
        { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
        { type: 'string', pattern: ALIAS.source },
      ],
    },
    (value) => (typeof value === 'string' ? ALIAS.test(value) : isWhole(value, 0, Number.MAX_SAFE_INTEGER)),
  );

const ALIAS = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** A map of keys with rules of its own. */
export const Section = (type: () => ManifestType): PropertyDecorator =>
  combine(
    describeKey({ nested: { type, isList: false } }),
    IsObject({ message: ({ value }) => `${shown(value)} is not a map of keys` }),
    ValidateNested({ message: ({ value }) => `${shown(value)} is not a map of keys` }),
    Type(type),
  );

/** A list of `least` to `most` maps with rules of their own. */
export const SectionList = (type: () => ManifestType, least: number, most: number): PropertyDecorator => {
  const expected = `a list of ${least} to ${most} maps`;
  const message = fault(expected);
  return combine(
    accepted(expected, { type: 'array', minItems: least, maxItems: most }),
    describeKey({ nested: { type, isList: true } }),
    IsArray({ message }),
    ArrayMinSize(least, { message }),
    ArrayMaxSize(most, { message }),
    ValidateNested({ each: true, message: fault('a map of keys') }),
    Type(type),
  );
};

/** Any value: it is checked where it is read. */
export const CheckedElsewhere = (expected: string, schema: JsonSchema): PropertyDecorator =>
  combine(accepted(expected, schema), Allow());
