import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

const DESCRIPTION = `Predictions from ONNX models: pictures or tensors in; labelled, cached and recorded answers out.

Every error has the same shape, \`{"error": {"code", "message", "details", "request_id"}}\`, or
\`application/problem+json\` when the Accept header prefers it. \`429\`: you used up your allowance. \`503\` with
\`Retry-After\`: the server is full, stopping, or the model is not ready. \`504\`: accepted, then the deadline passed.`;

/** The OpenAPI document of the server: what Swagger UI shows and what clients are generated from. */
export function createOpenApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Sibyl')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'One of ADMIN_TOKENS.' }, 'admin')
    .addTag('predict', 'A picture or tensors in, labels out.')
    .addTag('predictions', 'What was predicted.')
    .addTag('models', 'What is served, and how it is doing.')
    .addTag('versions', 'Where the requests of a model go.')
    .addTag('health', 'For orchestrators.')
    .addTag('operations', 'For monitoring.')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  describeJsonBodies(document);
  closeRequests(document);
  return document;
}

/** The decorator knows one schema for all kinds of body; JSON has its own. */
function describeJsonBodies(document: OpenAPIObject): void {
  for (const [path, item] of Object.entries(document.paths)) {
    const body = item.post?.requestBody;
    if (!path.endsWith('/predict') || !body || '$ref' in body) continue;
    body.content['application/json'] = { schema: { $ref: '#/components/schemas/PredictJsonDto' } };
  }
}

/** Unknown fields are refused below /v1, and whoever checks a request against the document should see it there. */
function closeRequests(document: OpenAPIObject): void {
  const schemas = document.components?.schemas ?? {};
  for (const [path, item] of Object.entries(document.paths)) {
    if (!path.startsWith('/v1/')) continue;
    for (const operation of [item.post, item.put, item.patch]) {
      const body = operation?.requestBody;
      if (!body || '$ref' in body) continue;
      for (const { schema } of Object.values(body.content)) close(schema, schemas);
    }
  }
}

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

function close(schema: Schema | undefined, schemas: Record<string, Schema>): void {
  if (!schema) return;
  if ('$ref' in schema) return close(schemas[schema.$ref.replace('#/components/schemas/', '')], schemas);
  const { properties = {}, items, allOf = [], oneOf = [], anyOf = [] } = schema;
  if (schema.properties && schema.additionalProperties === undefined) schema.additionalProperties = false;
  for (const part of [...Object.values(properties), items, ...allOf, ...oneOf, ...anyOf])
    close(part, schemas);
}
