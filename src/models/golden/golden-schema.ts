import { GOLDEN_TOLERANCE } from './golden-sample.js';

type Schema = Readonly<Record<string, unknown>>;

/** A tensor as it stands in a request (`name, shape, data`) or in an answer (`datatype` too). */
const TENSOR: Schema = {
  type: 'object',
  required: ['name', 'shape', 'data'],
  properties: {
    name: { type: 'string' },
    datatype: { type: 'string' },
    shape: { type: 'array', items: { type: 'integer', minimum: 0 } },
    data: { type: 'array', description: 'Flat or nested, row by row; 64-bit integers beyond 2^53 as text.' },
  },
};

const BOX: Schema = {
  type: 'object',
  required: ['x', 'y', 'width', 'height'],
  description: 'In pixels of the upright picture.',
  properties: Object.fromEntries(['x', 'y', 'width', 'height'].map((side) => [side, { type: 'number' }])),
};

const list = (required: readonly string[], properties: Schema): Schema => ({
  type: 'array',
  items: { type: 'object', required, properties },
});

const MEANINGS: Readonly<Record<keyof typeof GOLDEN_TOLERANCE, string>> = {
  score: 'Greatest difference of a score, 0-1.',
  iou: 'Least overlap at which two boxes of one label are the same object, 0-1.',
  f1: 'Least F1 of the matched boxes, 0-1; 1 wants every box to be found and no other.',
  absolute: 'Greatest difference of any other number: absolute + relative * size.',
  relative: 'As absolute; size is the span of the range of the value, or the expected value itself.',
};

/** JSON schema of a golden sample, draft 2020-12, so that editors complete it. `parseGoldenSample` has the last word. */
export function goldenSchema(): Schema {
  const tolerances = Object.keys(GOLDEN_TOLERANCE) as (keyof typeof GOLDEN_TOLERANCE)[];
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Golden sample: an input with the answer that a model has to give before it is served',
    type: 'object',
    additionalProperties: false,
    required: ['input', 'expected'],
    properties: {
      $schema: { type: 'string' },
      description: { type: 'string' },
      input: {
        description: 'What the model is fed: one of the three.',
        type: 'object',
        additionalProperties: false,
        minProperties: 1,
        maxProperties: 1,
        properties: {
          file: { type: 'string', description: 'Plain name of a picture beside the sample, at most 10 MB.' },
          row: { type: ['object', 'array'], description: 'A row of a table, as in a request.' },
          inputs: { ...list([], {}), items: TENSOR, description: 'Raw tensors, as in a request.' },
        },
      },
      options: { type: 'object', description: 'Options as in a request, e.g. {"score_threshold": 0.2}.' },
      expected: {
        description:
          "The 'result' of the right answer, or the part of it that matters; what is left out is not compared.",
        type: 'object',
        minProperties: 1,
        properties: {
          classes: list(['label'], { label: { type: 'string' }, score: { type: 'number' } }),
          detections: list(['label', 'box'], {
            label: { type: 'string' },
            score: { type: 'number' },
            box: BOX,
          }),
          values: list(['name', 'value'], { name: { type: 'string' }, value: { type: 'number' } }),
          outputs: { type: 'array', items: TENSOR },
        },
      },
      tolerance: {
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(
          tolerances.map((key) => {
            const isPart = key !== 'absolute' && key !== 'relative';
            const bounds = isPart ? { minimum: 0, maximum: 1 } : { minimum: 0 };
            const description = MEANINGS[key];
            return [key, { type: 'number', ...bounds, default: GOLDEN_TOLERANCE[key], description }];
          }),
        ),
      },
    },
  };
}
