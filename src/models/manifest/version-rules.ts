import type { JsonSchema } from './manifest-keys.js';
import { rule } from './manifest-rules.js';

/** Fifteen digits: every whole number up to it is exact as a double. */
const GREATEST_VERSION = 999_999_999_999_999;
const VERSION_TEXT = '^[0-9]{1,15}$';
const ALIAS_TEXT = '^[A-Za-z][A-Za-z0-9_-]{0,63}$';
const TARGET_TEXT = '^([0-9]{1,15}|[A-Za-z][A-Za-z0-9_-]{0,63})$';

const isVersionNumber = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= GREATEST_VERSION;

const isPercentage = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 100;

const matches = (value: unknown, pattern: string): boolean =>
  typeof value === 'string' && new RegExp(pattern).test(value);

const versionLike = (pattern: string): JsonSchema => ({
  anyOf: [
    { type: 'integer', minimum: 0, maximum: GREATEST_VERSION },
    { type: 'string', pattern },
  ],
});

const isVersionLike = (value: unknown, pattern: string): boolean =>
  isVersionNumber(value) || matches(value, pattern);

/** A map from names to values, each with a rule; at least one entry. */
function mapOf(
  name: string,
  expected: string,
  keys: string,
  values: { readonly schema: JsonSchema; readonly accepts: (value: unknown) => boolean },
): PropertyDecorator {
  const schema = {
    type: 'object',
    minProperties: 1,
    propertyNames: { pattern: keys },
    additionalProperties: values.schema,
  };
  return rule(name, expected, schema, (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const entries = Object.entries(value);
    return entries.length > 0 && entries.every(([key, each]) => matches(key, keys) && values.accepts(each));
  });
}

/** A version number or the name of an alias. */
export const VersionTarget = (): PropertyDecorator =>
  rule('versionTarget', 'a version number or an alias', versionLike(TARGET_TEXT), (value) =>
    isVersionLike(value, TARGET_TEXT),
  );

/** A map from aliases to version numbers. */
export const AliasMap = (): PropertyDecorator =>
  mapOf('aliasMap', 'a map from aliases to version numbers, e.g. {production: 1, canary: 2}', ALIAS_TEXT, {
    schema: versionLike(VERSION_TEXT),
    accepts: (value) => isVersionLike(value, VERSION_TEXT),
  });

/** A map from versions or aliases to percentages. */
export const WeightMap = (): PropertyDecorator =>
  mapOf(
    'weightMap',
    'a map from versions or aliases to percentages, e.g. {production: 90, canary: 10}',
    TARGET_TEXT,
    {
      schema: { type: 'number', minimum: 0, maximum: 100 },
      accepts: isPercentage,
    },
  );
