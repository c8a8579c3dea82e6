import type { JsonSchema } from './manifest-keys.js';
import { objectSchema } from './manifest-schema.js';
import { ModelManifest } from './model-manifest.js';

/** JSON Schema of `model.yaml`, for editors. */
export function modelSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Sibyl: manifest of a model (model.yaml)',
    ...objectSchema(ModelManifest),
  };
}
