/**
 * Writes the types of the TypeScript client from the OpenAPI document; the same document gives the same bytes.
 *
 *   node scripts/generate-client.mjs [openapi.json] [client/src/schema.d.ts]
 */
import { readFile, writeFile } from 'node:fs/promises';

import openapiTypeScript, { astToString } from 'openapi-typescript';
import ts from 'typescript';

const [source = 'openapi.json', target = 'client/src/schema.d.ts'] = process.argv.slice(2);
const HEADER =
  '// Generated from openapi.json by `npm run openapi`: change the controllers and their DTOs instead.\n\n';

const document = JSON.parse(await readFile(source, 'utf8'));
const declarations = await openapiTypeScript(document, {
  alphabetize: true,
  // What has a default may be left out of a request.
  defaultNonNullable: false,
  // A file of a form, and a picture as an answer, are Blobs to a caller; the generator's own choice is `string`.
  transform: (schema) =>
    schema.format === 'binary' ? ts.factory.createTypeReferenceNode('Blob') : undefined,
});
await writeFile(target, HEADER + astToString(declarations));
