import type { OpenAPIObject } from '@nestjs/swagger';

import type { FeatureSpec, ModelSpec, TaskSpec } from '../../inference/model-spec.js';
import { optionNames } from '../../inference/request/task-options.js';
import { labelsOf, type Naming } from './result-schemas.js';
import { genericSchema, ref, type Schema, type Schemas } from './schema.js';

/** What a request may bring at most. */
export interface RequestLimits {
  readonly maxFiles: number;
  readonly maxFileBytes: number;
  readonly maxRows: number;
  readonly extensions: readonly string[];
  readonly maxMegapixels: number;
  readonly timeoutSeconds: number;
}

/** What a version takes: `Request` as JSON, and `Form` for pictures. */
export function requestSchemas(
  document: OpenAPIObject,
  spec: ModelSpec,
  limits: RequestLimits,
  name: Naming,
): Schemas {
  const options = optionSchemas(document, spec, name);
  const either = (one: Schemas, many: Schemas): Schema => ({
    oneOf: [one, many].map((input) => closed({ ...input, ...options }, Object.keys(input))),
  });
  const { task } = spec;
  if (task.kind === 'tensor') return { [name('Request')]: tensorRequest(spec) };
  if (task.kind === 'tabular') {
    const inOrder = {
      type: 'array',
      items: {},
      minItems: task.features.length,
      maxItems: task.features.length,
      description: `In this order: ${task.features.map((feature) => feature.name).join(', ')}.`,
    };
    const row = { oneOf: [ref(name('Row')), inOrder] };
    const rows = { type: 'array', items: row, minItems: 1, maxItems: limits.maxRows };
    return { [name('Row')]: rowSchema(task.features), [name('Request')]: either({ row }, { rows }) };
  }
  const picture = { type: 'string', description: 'One picture as base64, plain, URL-safe or as a data URL.' };
  const pictures = { type: 'array', items: picture, minItems: 1, maxItems: limits.maxFiles };
  const file = {
    type: 'array',
    items: { type: 'string', format: 'binary' },
    minItems: 1,
    maxItems: limits.maxFiles,
    description: `${limits.extensions.join(', ')}; at most ${limits.maxFileBytes} bytes and ${limits.maxMegapixels} megapixels each.`,
  };
  return {
    [name('Request')]: either({ image: picture }, { images: pictures }),
    [name('Form')]: closed({ file, ...options }, ['file']),
  };
}

/** Limits of an operation, for programs that read them from the document. */
export function limitsOf({ task, execution }: ModelSpec, limits: RequestLimits): Schema {
  const seconds = Math.min(limits.timeoutSeconds, (execution.deadlineMs ?? Infinity) / 1000);
  const forPictures = {
    max_files: limits.maxFiles,
    max_file_bytes: limits.maxFileBytes,
    max_megapixels: limits.maxMegapixels,
    formats: limits.extensions,
  };
  return {
    deadline_ms: seconds * 1000,
    ...('image' in task ? forPictures : {}),
    ...(task.kind === 'tabular' ? { max_rows: limits.maxRows } : {}),
  };
}

function closed(properties: Schemas, required: readonly string[]): Schema {
  return { type: 'object', properties, required, additionalProperties: false };
}

function tensorRequest({ inputs }: ModelSpec): Schema {
  const tensor = closed(
    {
      name: { type: 'string', enum: inputs.map((input) => input.name) },
      shape: { type: 'array', items: { type: 'integer', minimum: 0 } },
      data: {
        type: 'array',
        items: {},
        description: 'Row-major, flat or nested; 64-bit integers beyond 2^53 as text.',
      },
    },
    ['name', 'shape', 'data'],
  );
  const list = { type: 'array', items: tensor, minItems: inputs.length, maxItems: inputs.length };
  return closed({ inputs: list }, ['inputs']);
}

/** The task's options, with the model's own values as their defaults. */
function optionSchemas(document: OpenAPIObject, spec: ModelSpec, name: Naming): Schemas {
  const known = genericSchema(document, 'PredictJsonDto')['properties'] as Schemas;
  const defaults = optionDefaults(spec.task);
  const entries = optionNames(spec.task).map((option) => {
    const schema = known[option] as Schema;
    if (option === 'labels' && labelsOf(spec))
      return [option, { ...schema, items: ref(name('Label')) }] as const;
    const { example: _, ...rest } = schema;
    return [option, option in defaults ? { ...rest, default: defaults[option] } : rest] as const;
  });
  return Object.fromEntries(entries);
}

function optionDefaults(task: TaskSpec): Record<string, unknown> {
  switch (task.kind) {
    case 'object-detection':
      return {
        score_threshold: task.scoreThreshold,
        iou_threshold: task.iouThreshold,
        max_detections: task.maxDetections,
        class_agnostic: task.classAgnostic,
        ...(task.masks && { masks: task.masks.isUsual }),
      };
    case 'image-classification':
      return { top_k: task.topK, score_threshold: task.scoreThreshold };
    case 'tabular':
      return task.head.kind === 'classification' ? { top_k: task.head.topK } : {};
    default:
      return {};
  }
}

/** A row by name: types, ranges, categories; what has a default may be left out. */
function rowSchema(features: readonly FeatureSpec[]): Schema {
  const properties = Object.fromEntries(features.map((feature) => [feature.name, featureSchema(feature)]));
  const required = features.filter((feature) => feature.default === undefined).map(({ name }) => name);
  return {
    type: 'object',
    properties,
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

const TYPES = { float: 'number', integer: 'integer', boolean: 'boolean', string: 'string' } as const;

function featureSchema({
  type,
  range,
  categories,
  nullable,
  unit,
  description,
  ...rest
}: FeatureSpec): Schema {
  const words = [description, unit === null ? null : `in ${unit}`].filter((each) => each !== null);
  const names = categories?.map((category) => category.name);
  return {
    type: names ? 'string' : TYPES[type],
    ...(names ? { enum: nullable ? [...names, null] : names } : {}),
    ...(range ? { minimum: range[0], maximum: range[1] } : {}),
    ...(nullable ? { nullable: true } : {}),
    ...(rest.default === undefined ? {} : { default: rest.default }),
    ...(words.length > 0 ? { description: words.join('; ') } : {}),
  };
}
