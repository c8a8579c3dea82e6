import type { OpenAPIObject } from '@nestjs/swagger';

import type { ModelSpec } from '../../inference/model-spec.js';
import { limitsOf, type RequestLimits, requestSchemas } from './request-schemas.js';
import { labelsOf, type Naming, resultSchemas } from './result-schemas.js';
import { genericSchema, oneOf, ref, type Schema, type Schemas, withProperties } from './schema.js';

/** A model as its clients see it. */
export interface DescribedModel {
  readonly name: string;
  /** From the manifest. */
  readonly description: string | null;
  /** Versions that may answer a request that names none; the one that answers by default first. Not empty. */
  readonly answering: readonly ModelSpec[];
  /** Every version that is served, by number. */
  readonly versions: readonly ModelSpec[];
}

type Operation = Record<string, unknown>;

const PREDICT = '/v1/models/{model}/predict';
/** Kinds of components, for whom a model with several answering versions has one of each. */
const KINDS = ['Label', 'Row', 'Request', 'Form', 'Result', 'Prediction', 'Predictions'];

/**
 * The generic document with an operation for each model, and for each version where there are several: their labels as enums,
 * their features with ranges, their limits, their task's result. Where requests go to several versions, an answer may be that of
 * any of them, and the type says so.
 */
export function describeModels(
  generic: OpenAPIObject,
  models: readonly DescribedModel[],
  limits: RequestLimits,
): OpenAPIObject {
  const schemas: Schemas = {};
  const paths: Record<string, { post: Operation }> = {};
  for (const { name, description, answering, versions } of models) {
    const namings = new Map(
      versions.map((spec) => [spec, naming(name, versions.length > 1 ? spec.version : null)]),
    );
    const componentsOf = (spec: ModelSpec, named: Naming): Schemas => ({
      ...resultSchemas(generic, spec, named),
      ...requestSchemas(generic, spec, limits, named),
      ...predictionSchemas(generic, spec, named),
    });
    for (const [spec, named] of namings) Object.assign(schemas, componentsOf(spec, named));
    const ofModel = naming(name, null);
    if (versions.length > 1) Object.assign(schemas, together(answering, namings, ofModel));
    paths[PREDICT.replace('{model}', name)] = {
      post: operation(generic, {
        name,
        version: null,
        description,
        specs: answering,
        named: ofModel,
        limits,
      }),
    };
    if (versions.length === 1) continue;
    for (const [spec, named] of namings) {
      const { version } = spec;
      paths[`/v1/models/${name}/versions/${version}/predict`] = {
        post: operation(generic, { name, version, description, specs: [spec], named, limits }),
      };
    }
  }
  const { components } = generic;
  return {
    ...generic,
    paths: { ...generic.paths, ...(paths as unknown as OpenAPIObject['paths']) },
    components: { ...components, schemas: { ...components?.schemas, ...schemas } as never },
  };
}

/** A name cannot be told apart wrongly: no kind holds a dot, and the model's name is what follows the first one. */
function naming(model: string, version: string | null): Naming {
  return (kind) => `${kind}${version === null ? '' : `-v${version}`}.${model}`;
}

/** Components of the model: what any of its answering versions has. */
function together(
  answering: readonly ModelSpec[],
  namings: ReadonlyMap<ModelSpec, Naming>,
  ofModel: Naming,
): Schemas {
  const labels = answering.flatMap((spec) => labelsOf(spec)?.map(({ name }) => name) ?? []);
  const entries = KINDS.flatMap((kind): [string, Schema][] => {
    if (kind === 'Label')
      return labels.length > 0 ? [[ofModel(kind), { type: 'string', enum: [...new Set(labels)] }]] : [];
    const specs = answering.filter(({ task }) => has(kind, task.kind));
    if (specs.length === 0) return [];
    return [[ofModel(kind), oneOf(specs.map((spec) => ref((namings.get(spec) as Naming)(kind))))]];
  });
  return Object.fromEntries(entries);
}

function has(kind: string, task: ModelSpec['task']['kind']): boolean {
  if (kind === 'Row') return task === 'tabular';
  return kind !== 'Form' || (task !== 'tabular' && task !== 'tensor');
}

function predictionSchemas(document: OpenAPIObject, { name, task }: ModelSpec, named: Naming): Schemas {
  const model = withProperties(genericSchema(document, 'ModelRefDto'), {
    name: { type: 'string', enum: [name] },
  });
  const prediction = withProperties(genericSchema(document, 'PredictionDto'), {
    task: { type: 'string', enum: [task.kind] },
    result: ref(named('Result')),
    model,
  });
  const item = withProperties(genericSchema(document, 'PredictionItemDto'), {
    prediction: ref(named('Prediction')),
  });
  const items = { type: 'array', items: item };
  return {
    [named('Prediction')]: prediction,
    [named('Predictions')]: withProperties(genericSchema(document, 'PredictionsDto'), { items }),
  };
}

interface Described {
  readonly name: string;
  readonly version: string | null;
  readonly description: string | null;
  readonly specs: readonly ModelSpec[];
  readonly named: Naming;
  readonly limits: RequestLimits;
}

function operation(
  document: OpenAPIObject,
  { name, version, description, specs, named, limits }: Described,
): Operation {
  const { post } = document.paths[PREDICT] as unknown as { post: Operation };
  const parameters = (post['parameters'] as { in: string }[]).filter((parameter) => parameter.in !== 'path');
  const forms = specs.some(({ task }) => has('Form', task.kind));
  const draws = specs.some(({ task }) => task.kind === 'object-detection');
  const responses = post['responses'] as Record<string, Operation>;
  const success = responses['200'] as Operation;
  const { 'application/json': _, ...pictures } = success['content'] as Record<string, unknown>;
  const answers = oneOf([ref(named('Prediction')), ref(named('Predictions'))]);
  const what = version === null ? `'${name}'` : `'${name}' version ${version}`;
  return {
    ...post,
    operationId: version === null ? `predict.${name}` : `predict-v${version}.${name}`,
    summary: `Predicts with ${what}.`,
    ...(description === null ? {} : { description }),
    parameters,
    requestBody: {
      required: true,
      content: {
        ...(forms ? { 'multipart/form-data': { schema: ref(named('Form')) } } : {}),
        'application/json': { schema: ref(named('Request')) },
      },
    },
    responses: {
      ...responses,
      200: {
        ...success,
        content: { 'application/json': { schema: answers }, ...(draws ? pictures : {}) },
      },
    },
    'x-limits': limitsOf(specs[0] as ModelSpec, limits),
  };
}
