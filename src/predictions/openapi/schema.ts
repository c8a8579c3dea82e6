import type { OpenAPIObject } from '@nestjs/swagger';

/** A JSON schema in the words of OpenAPI 3.0. */
export type Schema = { readonly [key: string]: unknown };
export type Schemas = Record<string, Schema>;

export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** One of several; itself where there is only one. */
export function oneOf(schemas: readonly Schema[]): Schema {
  return schemas.length === 1 ? (schemas[0] as Schema) : { oneOf: schemas };
}

/** A schema of the generic document; they are made from the classes of the answers. @throws Error when there is none */
export function genericSchema(document: OpenAPIObject, name: string): Schema {
  const schema = document.components?.schemas?.[name];
  if (!schema) throw new Error(`the document has no schema ${name}`);
  return schema as unknown as Schema;
}

/** A copy with some of the properties told more exactly. */
export function withProperties(schema: Schema, properties: Schemas): Schema {
  return { ...schema, properties: { ...(schema['properties'] as Schemas), ...properties } };
}
