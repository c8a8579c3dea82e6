import type { FeatureSpec, Label, TabularHead, TabularSpec } from '../../inference/model-spec.js';
import { confidenceSpec } from './confidence-spec.js';
import { sourceAsManifest } from './record-source.js';
import type { Table } from './table-choice.js';
import { featureSpec, type TableColumn } from './table-columns.js';
import type { TableOutput } from './table-output.js';
import type { TaskParts } from './task-parts.js';
import { valueSpecs } from './value-specs.js';

type ClassOutput = Extract<TableOutput, { kind: 'classification' }>;

/** Keys of `output` that a model which tells classes does not read. */
const VALUE_KEYS = ['scale', 'offset', 'names', 'unit', 'range', 'values'] as const;

/** Fills in a model for tables. What the manifest says and the model cannot do goes to `parts.faults`. */
export function tabularSpec({ columns, output }: Table, parts: TaskParts): TabularSpec {
  if (parts.manifest.confidence?.quality !== undefined) {
    parts.faults.push('confidence.quality: has no meaning for a table; it measures pictures');
  }
  return {
    kind: 'tabular',
    features: features(columns, parts),
    head: output.kind === 'classification' ? classHead(output, parts) : valueHead(output.values, parts),
    confidence: confidenceSpec(parts.manifest.confidence, parts.provenance, 'row'),
  };
}

function features(
  columns: readonly TableColumn[],
  { manifest, info, provenance, faults }: TaskParts,
): FeatureSpec[] {
  const specs = columns.map((column) =>
    featureSpec(column, info.file.requiredCategories.get(column.tensor) ?? null, faults),
  );
  faults.push(...withoutSource(specs));
  const isDeclared = manifest.features !== undefined;
  provenance.set(
    'features',
    specs.map((spec) => asManifest(spec, info.inputs.length)),
    isDeclared ? 'declared' : 'derived',
    isDeclared
      ? undefined
      : 'from the inputs of the graph; range, default, unit and description are for you to say',
  );
  return specs;
}

/** Of a model that rows of records go into: what neither comes from them nor has a default. */
function withoutSource(specs: readonly FeatureSpec[]): string[] {
  if (specs.every(({ from }) => from === undefined)) return [];
  return specs.flatMap(({ name, from, ...rest }, index) =>
    from === undefined && rest.default === undefined
      ? [
          `features[${index}].from: is missing; other features are made of records, so '${name}' needs 'from' or a 'default'`,
        ]
      : [],
  );
}

/** A feature as the manifest has it, without what it need not say. */
function asManifest(spec: FeatureSpec, inputCount: number): Record<string, unknown> {
  const { name, type, tensor, range, categories, nullable, unit, description, from } = spec;
  const hasCodes = categories?.some(({ code }) => code !== null) === true;
  return {
    name,
    type,
    ...(inputCount > 1 && tensor !== name ? { tensor } : {}),
    ...(range === null ? {} : { range }),
    ...(spec.default === undefined || spec.default === null ? {} : { default: spec.default }),
    ...(categories === null
      ? {}
      : {
          categories: hasCodes
            ? Object.fromEntries(categories.map((category) => [category.name, category.code]))
            : categories.map((category) => category.name),
        }),
    ...(nullable ? { nullable } : {}),
    ...(unit === null ? {} : { unit }),
    ...(description === null ? {} : { description }),
    ...(from === undefined ? {} : { from: sourceAsManifest(from) }),
  };
}

function classHead(output: ClassOutput, parts: TaskParts): TabularHead {
  const { manifest, provenance, faults } = parts;
  const labels = labelsOf(output, parts);
  const topK = provenance.take('output.top_k', {
    declared: manifest.output?.top_k,
    fallback: Math.max(1, Math.min(5, labels.length)),
  });
  if (topK > labels.length && labels.length > 0 && manifest.output?.top_k !== undefined) {
    faults.push(`output.top_k: ${topK}, but the model has ${labels.length} classes`);
  }
  const { activation } = manifest.output ?? {};
  if (output.scoreTensors.length === 0 && activation !== undefined) {
    faults.push('output.activation: the model names a class and gives no scores');
  }
  if (activation === 'tanh') {
    faults.push("output.activation: 'tanh' is for numbers; classes have one of none, sigmoid, softmax");
  }
  for (const key of VALUE_KEYS) {
    if (manifest.output?.[key] !== undefined)
      faults.push(`output.${key}: the model tells classes and no numbers`);
  }
  if (output.note !== undefined) parts.notes.push(output.note);
  const isMargin = output.isMargin === true && activation === undefined;
  return {
    kind: 'classification',
    labels,
    classes: output.classes,
    labelTensor: output.labelTensor,
    scoreTensors: output.scoreTensors,
    activation: provenance.take<'none' | 'softmax' | 'sigmoid'>('output.activation', {
      declared: activation === 'tanh' ? undefined : activation,
      fallback: 'none',
      note: isMargin
        ? 'the score is a distance from the border between two classes, and no probability'
        : 'exporters of tables put out probabilities',
    }),
    ...(isMargin && { isMargin }),
    topK,
  };
}

/** Declared, else of a file beside the model, else as the graph names them, else from the metadata, else numbered. */
function labelsOf({ classCount, classes }: ClassOutput, parts: TaskParts): readonly Label[] {
  const { labels: declared, labelsBeside, metadataLabels, provenance, faults } = parts;
  const count = classCount ?? classes?.length ?? null;
  if (declared !== null && count !== null && declared.length !== count) {
    faults.push(`labels: ${declared.length} are declared, but the model has ${count} classes`);
  }
  const sources: [labels: readonly Label[] | undefined, note: string][] = [
    [labelsBeside?.labels, `from ${labelsBeside?.fileName}, which lies beside it`],
    [classes?.map((name) => ({ name })), 'from the graph'],
    [metadataLabels?.names.map((name) => ({ name })), "from the file's metadata"],
  ];
  const [found, note] =
    sources.find(([labels]) => labels && (count === null || labels.length === count)) ?? [];
  if (declared === null && found === undefined && count === null) {
    faults.push('labels: the model does not tell how many classes it has, so they have to be named');
  }
  return provenance.take('labels', {
    declared: declared === null ? undefined : inOrder(declared, classes),
    derived: found && inOrder(found, classes),
    fallback: Array.from({ length: count ?? 0 }, (_, index) => ({ name: `class_${index}` })),
    note: note ?? 'numbered, since neither manifest nor file names them',
  });
}

/** Labels that are the classes themselves, with texts for people perhaps, go by name and not by place. */
function inOrder(declared: readonly Label[], classes: readonly string[] | null): readonly Label[] {
  const byName = new Map(declared.map((label) => [label.name, label]));
  const sorted = classes?.map((name) => byName.get(name));
  return sorted?.every((label) => label !== undefined) === true ? sorted : declared;
}

function valueHead(
  values: Extract<TableOutput, { kind: 'regression' }>['values'],
  { manifest, info, provenance, faults }: TaskParts,
): TabularHead {
  const output = manifest.output ?? {};
  for (const key of ['activation', 'top_k'] as const) {
    if (output[key] !== undefined) faults.push(`output.${key}: the model tells numbers and no classes`);
  }
  return { kind: 'regression', values: valueSpecs(info.outputs, output, provenance, faults, values) };
}
