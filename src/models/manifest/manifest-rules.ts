// class-transformer's @Type reads the metadata API as soon as a class is declared.
import 'reflect-metadata';

import { Type } from 'class-transformer';
import {
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

/** A value as it is shown in a fault: text in quotes, the rest as JSON, cut when long. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? `'${value}'` : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

type Message = (args: ValidationArguments) => string;

const fault =
  (expected: string): Message =>
  ({ value }) =>
    `${shown(value)} is not ${expected}`;

function rule(name: string, expected: string, accepts: (value: unknown) => boolean): PropertyDecorator {
  return ValidateBy({ name, validator: { validate: accepts } }, { message: fault(expected) });
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

/** One of the given words. */
export const OneOf = (words: readonly string[]): PropertyDecorator =>
  IsIn(words, { message: fault(`one of ${words.join(', ')}`) });

/** A number, bounds included. */
export const NumberIn = (min: number, max: number): PropertyDecorator =>
  rule('numberIn', `a number ${range(min, max)}`, (value) => isNumber(value, min, max));

/** A whole number, bounds included. */
export const WholeNumberIn = (min: number, max: number): PropertyDecorator =>
  rule('wholeNumberIn', `a whole number ${range(min, max)}`, (value) => isWhole(value, min, max));

/** A number above 0. */
export const PositiveNumber = (): PropertyDecorator =>
  rule('positiveNumber', 'a number above 0', (value) => isNumber(value, Number.MIN_VALUE, 1e6));

/** Yes or no. */
export const Flag = (): PropertyDecorator => IsBoolean({ message: fault('true or false') });

/** Text of 1 to `longest` characters. */
export const Text = (longest: number): PropertyDecorator => {
  const message = fault(`a text of 1 to ${longest} characters`);
  return combine(IsString({ message }), MinLength(1, { message }), MaxLength(longest, { message }));
};

/** A number for every channel, or a list with one number a channel (1 or 3). */
export const PerChannel = (accepts: (value: number) => boolean, expected: string): PropertyDecorator =>
  rule('perChannel', `${expected}, or a list of 1 or 3 of them`, (value) => {
    const numbers = Array.isArray(value) ? value : [value];
    const rightLength = numbers.length === 1 || numbers.length === 3;
    return rightLength && numbers.every((one) => isNumber(one, -1e6, 1e6) && accepts(one));
  });

/** A square's side or [width, height], in pixels. */
export const PictureSize = (largest: number): PropertyDecorator =>
  rule('pictureSize', `a whole number from 1 to ${largest} or a list [width, height] of them`, (value) =>
    Array.isArray(value)
      ? value.length === 2 && value.every((side) => isWhole(side, 1, largest))
      : isWhole(value, 1, largest),
  );

/** `latest`, `all` or a list of version numbers. */
export const VersionPolicy = (): PropertyDecorator =>
  rule('versionPolicy', "'latest', 'all' or a list of version numbers, e.g. [1, 2]", (value) =>
    Array.isArray(value)
      ? value.length > 0 && value.every((version) => isWhole(version, 0, Number.MAX_SAFE_INTEGER))
      : value === 'latest' || value === 'all',
  );

/** A map of keys with rules of its own. */
export const Section = (type: () => new () => object): PropertyDecorator =>
  combine(
    IsObject({ message: ({ value }) => `${shown(value)} is not a map of keys` }),
    ValidateNested({ message: ({ value }) => `${shown(value)} is not a map of keys` }),
    Type(type),
  );

/** A list of maps, each with the keys of a class. */
export const ListOf = (type: () => new () => object, least: number, most: number): PropertyDecorator => {
  const message = fault(`a list of ${least} to ${most} maps`);
  return combine(
    ValidateNested({ each: true, message }),
    Type(type),
    ArrayMaxSize(most, { message }),
    ArrayMinSize(least, { message }),
    IsArray({ message }),
    IsObject({ each: true, message }),
  );
};

/** A version: its number, or the name of an alias. */
export const VersionName = (): PropertyDecorator =>
  rule('versionName', "a version number or the name of an alias, e.g. 2 or 'production'", (value) =>
    typeof value === 'string'
      ? /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(value)
      : isWhole(value, 0, Number.MAX_SAFE_INTEGER),
  );

/** Has to be there. Goes below the other rules, since the last one is checked first. */
export const Required = (): PropertyDecorator =>
  ValidateBy(
    { name: 'required', validator: { validate: (value) => value !== undefined && value !== null } },
    { message: 'is missing' },
  );
