import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ERRORS } from '../src/common/errors.js';

interface Schema {
  $ref?: string;
  type?: string;
  description?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  example?: unknown;
  additionalProperties?: boolean | Schema;
}

interface Operation {
  operationId: string;
  summary?: string;
  tags?: string[];
  parameters?: { name: string; in: string; required?: boolean }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { description: string; content?: Record<string, unknown> }>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const document = JSON.parse(readFileSync(join(__dirname, '../openapi.json'), 'utf8')) as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(
    ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
  ),
);

/** Names that need no sentence beside their example or type. */
const OBVIOUS = new Set(['width', 'height', 'name', 'task', 'model', 'state', 'status', 'version', 'pid']);

describe('openapi.json', () => {
  it('names every route of the product', () => {
    expect(operations.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        'POST /v1/models/{model}/predict',
        'POST /v1/models/{model}/versions/{version}/predict',
        'GET /v1/models',
        'GET /v1/models/{model}',
        'GET /v1/models/{model}/status',
        'GET /v1/predictions',
        'GET /v1/predictions/{prediction_id}',
        'GET /health/live',
        'GET /health/ready',
        'GET /metrics',
      ]),
    );
  });

  it('has no schema without a shape, which is what a type-only import of a DTO leaves behind', () => {
    const names = Object.keys(document.components.schemas);
    expect(names.filter((name) => ['Object', 'Function', 'String'].includes(name))).toEqual([]);
    expect(
      names.filter((name) => Object.keys(document.components.schemas[name]?.properties ?? {}).length === 0),
    ).toEqual([]);
  });

  it('describes every field or shows it by an example', () => {
    const bare = Object.entries(document.components.schemas).flatMap(([name, { properties = {} }]) =>
      Object.entries(properties)
        .filter(
          ([field, schema]) =>
            !schema.description && schema.example === undefined && !schema.$ref && !OBVIOUS.has(field),
        )
        .map(([field, schema]) => [`${name}.${field}`, schema] as const)
        .filter(([, schema]) => !('items' in schema) && !('enum' in schema) && !('allOf' in schema))
        .map(([field]) => field),
    );
    expect(bare).toEqual([]);
  });

  it.each(operations)(
    '%s has a summary, a tag and an operation id of its own',
    (_, { summary, tags, operationId }) => {
      expect(summary).toBeTruthy();
      expect(tags).toHaveLength(1);
      expect(operations.filter(([, other]) => other.operationId === operationId)).toHaveLength(1);
    },
  );

  it.each(operations.filter(([name]) => name.includes('/v1/')))(
    '%s documents its errors by code and shape',
    (_, { responses }) => {
      const errors = Object.entries(responses).filter(([status]) => Number(status) >= 400);
      expect(errors.map(([status]) => status)).toEqual(expect.arrayContaining(['429', '500']));
      for (const [status, { description, content }] of errors) {
        const codes = Object.entries(ERRORS).filter(([code]) => description.includes(`\`${code}\``));
        expect(codes.length).toBeGreaterThan(0);
        expect(codes.every(([, error]) => String(error.status) === status)).toBe(true);
        expect(Object.keys(content ?? {})).toEqual(['application/json', 'application/problem+json']);
      }
    },
  );

  it('says that unknown fields of a request are refused, and lets answers grow', () => {
    const { schemas } = document.components;
    const closed = ['CreateSessionDto', 'TrackingDto', 'PredictJsonDto', 'CreateReplayDto'];
    expect(closed.map((name) => [name, schemas[name]?.additionalProperties])).toEqual(
      closed.map((name) => [name, false]),
    );
    expect(schemas['PredictionDto']).not.toHaveProperty('additionalProperties');
  });

  it('lets Swagger UI upload files, and has a JSON body of its own', () => {
    const { requestBody } = document.paths['/v1/models/{model}/predict']!['post']!;
    expect(requestBody?.content['multipart/form-data']?.schema.$ref).toMatch(/PredictFormDto$/);
    expect(requestBody?.content['application/json']?.schema.$ref).toMatch(/PredictJsonDto$/);
    const file = document.components.schemas['PredictFormDto']?.properties?.['file'];
    expect(file).toMatchObject({ type: 'array', items: { type: 'string', format: 'binary' } });
  });
});
