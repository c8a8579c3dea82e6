import { Ajv2020 } from 'ajv/dist/2020.js';
import { IsOptional } from 'class-validator';

import { LABEL_FILE } from './label-manifest.js';
import { manifestKeys, manifestPaths, type ManifestType } from './manifest-keys.js';
import { parseLabelList } from './manifest-labels.js';
import { Doc, SectionList, Text, WholeNumberIn } from './manifest-rules.js';
import { objectSchema } from './manifest-schema.js';
import { ModelManifest } from './model-manifest.js';
import { modelSchema } from './model-schema.js';
import { parseManifest } from './parse-manifest.js';

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(modelSchema());

/** What people write, rightly and wrongly. Every word of every list of words is added. */
const VALUES: readonly unknown[] = [
  [0, 1, 2, 3, 5, 128, 1000, 20_000, 1e9, -1, 0.05, 0.5, 1.5, true, false, {}, { name: 'a' }],
  ['', ' ', 'x', 'labels.txt', '../labels.txt', 'latest', 'a/b', 'x'.repeat(600), 'x'.repeat(20_000)],
  [[], [0], [1], [0.5], [1, 2], [1, 2, 3], [0, 0, 0], [1, 2, 3, 4], ['a'], ['a', 'b'], [' '], [true]],
  [{ production: 1 }, { production: '2' }, { 1: 90, canary: 10 }, { 1: -1 }, { '1 2': 1 }],
  [
    { strides: [8], sizes: [[16]] },
    [[16], [32]],
    [[1, 2]],
    ['horizontal'],
    ['vertical', 'horizontal'],
    'both',
    'horizontal',
  ],
  [[{}], [{ name: 'a' }], [{ name: 'a' }, 'b', 3], [{ name: 'a', colour: 'red' }], [{ description: 'a' }]],
  [{ model: 'a' }, [{ model: 'a' }, { model: 'b' }], [{ model: 'a' }, { modle: 'b' }]],
  [{ combine: 'vote', members: [{ model: 'a' }, { model: 'b' }] }],
].flat();

const words = (type: ManifestType): unknown[] =>
  manifestPaths(type).flatMap(({ schema }) => (schema['enum'] as unknown[] | undefined) ?? []);

/** Faults of one kind or the other, but for the files that a manifest names. */
function hasFaults(manifest: Record<string, unknown>): boolean {
  const { faults, manifest: parsed } = parseManifest(JSON.stringify(manifest), 'model.yaml');
  const { labels } = parsed;
  if (faults.length > 0) return true;
  if (labels === undefined) return false;
  if (Array.isArray(labels)) return parseLabelList(labels, 'labels').faults.length > 0;
  return typeof labels !== 'string' || !LABEL_FILE.test(labels);
}

/** A manifest with one key set: maps on the way are made, lists get one item with what it must have. */
function withKey(path: string, value: unknown): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  let map = root;
  let type: ManifestType = ModelManifest;
  const parts = path.split('.');
  for (const part of parts.slice(0, -1)) {
    const name = part.replace('[]', '');
    const { nested } = manifestKeys(type).find((key) => key.name === name)!;
    type = nested!.type;
    const inside = required(type);
    map[name] = nested!.isList ? [inside, required(type)] : inside;
    map = inside;
  }
  map[parts.at(-1)!] = value;
  return root;
}

const known = new Map<ManifestType, Record<string, unknown>>();

/** Values for the keys that a map cannot be without; a map of its own each time. Finding them takes a while. */
function required(type: ManifestType): Record<string, unknown> {
  const found = known.get(type) ?? findRequired(type);
  known.set(type, found);
  return { ...found };
}

function findRequired(type: ManifestType): Record<string, unknown> {
  const schema = objectSchema(type) as { required?: string[]; properties: Record<string, object> };
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  return Object.fromEntries(
    (schema.required ?? []).map((name) => {
      const accepts = ajv.compile(schema.properties[name]!);
      return [name, [...VALUES, ...words(type)].find((value) => accepts(value))];
    }),
  );
}

describe('modelSchema', () => {
  it.each([
    ['task: image-classification, with everything else derived', { task: 'image-classification' }],
    ['labels in a file', { labels: 'labels.txt' }],
    ['labels with texts', { labels: ['a', { name: 'b', severity: 'high' }, 7] }],
    ['an oblong picture', { input: { size: [320, 240], mean: [0.5, 0.5, 0.5], std: 0.5 } }],
    ['a list of versions', { versions: { policy: [1, 3] } }],
    [
      'columns of a table',
      {
        features: [
          { name: 'age', range: [0, 120] },
          { name: 'sex', categories: { f: 0 } },
        ],
      },
    ],
  ])('accepts %s', (_, manifest) => {
    expect(validate(manifest)).toBe(true);
    expect(hasFaults(manifest)).toBe(false);
  });

  it.each([
    ['an unknown key', { taks: 'tensor' }],
    ['an unknown key of a section', { input: { colour: 'RGB' } }],
    ['a key of another section', { input: { top_k: 5 } }],
    ['two channels', { input: { mean: [1, 2] } }],
    ['a divisor of 0', { input: { std: [1, 0, 1] } }],
    ['a label without a name', { labels: [{ severity: 'high' }] }],
    ['a label file elsewhere', { labels: '../labels.txt' }],
    ['no label', { labels: [] }],
    ['categories without texts', { features: [{ name: 'sex', categories: { f: 'a' } }] }],
    ['text for a number', { output: { top_k: '5' } }],
  ])('refuses %s', (_, manifest) => {
    expect(validate(manifest)).toBe(false);
    expect(hasFaults(manifest)).toBe(true);
  });

  it.each(manifestPaths(ModelManifest).map(({ path }) => path))(
    '%s accepts what the class accepts',
    (path) => {
      const verdicts = [...VALUES, ...new Set(words(ModelManifest))].map((value) => {
        const manifest = withKey(path, value);
        return { value, schema: validate(manifest), class: !hasFaults(manifest) };
      });
      expect(verdicts.filter((verdict) => verdict.schema !== verdict.class)).toEqual([]);
      expect(verdicts.some((verdict) => verdict.schema)).toBe(true);
      expect(verdicts.some((verdict) => !verdict.schema)).toBe(true);
    },
  );
});

describe('objectSchema', () => {
  class Item {
    @Doc('What it is called.')
    @Text(10)
    name!: string;

    @Doc('How many.', 'one')
    @IsOptional()
    @WholeNumberIn(1, 9)
    count?: number;
  }

  class List {
    @Doc('What there is.')
    @SectionList(() => Item, 1, 2)
    items!: Item[];
  }

  class Unruled {
    @Doc('What nobody checks.')
    key!: string;
  }

  it('writes lists of maps, required keys and descriptions', () => {
    expect(objectSchema(List)).toEqual({
      type: 'object',
      properties: {
        items: {
          description: 'What there is.',
          type: 'array',
          minItems: 1,
          maxItems: 2,
          items: {
            type: 'object',
            properties: {
              name: { description: 'What it is called.', type: 'string', minLength: 1, maxLength: 10 },
              count: { description: 'How many. Without it: one.', type: 'integer', minimum: 1, maximum: 9 },
            },
            required: ['name'],
            additionalProperties: false,
          },
        },
      },
      required: ['items'],
      additionalProperties: false,
    });
  });

  it('refuses a key whose rule has no schema', () => {
    expect(() => objectSchema(Unruled)).toThrow('Unruled.key: its rule has no JSON schema');
  });
});
