import { getMetadataStorage, ValidationTypes } from 'class-validator';

import { type JsonSchema, type ManifestKey, manifestKeys, type ManifestType } from './manifest-keys.js';

/**
 * JSON Schema 2020-12 of a map of the manifest, made from the rules of its class: what it accepts and what the class accepts
 * is the same, but for keys without a value, which the class takes as absent and the schema has an editor point out.
 *
 * @throws Error for a key whose rule says nothing of its schema: take the rules of `manifest-rules`
 */
export function objectSchema(type: ManifestType): JsonSchema {
  const keys = manifestKeys(type);
  const optional = optionalKeys(type);
  const required = keys.map(({ name }) => name).filter((name) => !optional.has(name));
  return {
    type: 'object',
    properties: Object.fromEntries(keys.map((key) => [key.name, keySchema(type, key)])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

function keySchema(type: ManifestType, { name, schema, nested, meaning, absent }: ManifestKey): JsonSchema {
  if (nested === null && Object.keys(schema).length === 0) {
    throw new Error(`${type.name}.${name}: its rule has no JSON schema`);
  }
  const inside = nested ? objectSchema(nested.type) : {};
  const description = [meaning, absent === null ? null : `Without it: ${absent}.`].filter(Boolean).join(' ');
  return {
    ...(description === '' ? {} : { description }),
    ...(nested?.isList ? { ...schema, items: inside } : { ...schema, ...inside }),
  };
}

function optionalKeys(type: ManifestType): Set<string> {
  const rules = getMetadataStorage().getTargetValidationMetadatas(type, '', true, false);
  const lenient: readonly string[] = [ValidationTypes.CONDITIONAL_VALIDATION, ValidationTypes.WHITELIST];
  return new Set(rules.filter((rule) => lenient.includes(rule.type)).map((rule) => rule.propertyName));
}
