import type { CategorySpec, FeatureSpec, TensorInfo, TensorType } from '../../inference/model-spec.js';
import { valueFault } from '../../inference/tasks/tabular-value.js';
import type { FeatureManifest } from '../manifest/sections/feature-manifest.js';
import { found, missing, type Outcome } from './outcome.js';
import { shapeText } from './shape-text.js';
import { recordSource } from './record-source.js';

/** One column of the inputs of a graph. */
export interface TableColumn {
  /** Graph input and place in it. */
  readonly tensor: string;
  readonly column: number;
  readonly type: TensorType;
  /** What it is called unless the manifest says otherwise. */
  readonly name: string;
  /** The manifest's words about it. */
  readonly declared: FeatureManifest | null;
  /** Place of those words in the manifest, for faults. */
  readonly path: string;
}

/** More columns are no row that anyone writes. */
const MAX_COLUMNS = 10_000;

/** Width of an input for rows; null for one that takes any number of columns. */
function widthOf({ dims, unranked }: TensorInfo): Outcome<number | null> {
  if (unranked || (dims.length === 2 && typeof dims[1] === 'string')) return found(null);
  if (dims.length === 2) return found(dims[1] as number);
  if (dims.length === 1 && (typeof dims[0] === 'string' || dims[0] === 1)) return found(1);
  return missing('task', 'a table needs inputs of the form [rows, columns]');
}

/**
 * The columns that rows have to fill. Declared features are put where their `tensor` says, else to the input of their
 * name, else in order to the columns that are left.
 *
 * @param names of all columns from the metadata of the file, used where their number fits
 */
export function tableColumns(
  inputs: readonly TensorInfo[],
  declared: readonly FeatureManifest[] | undefined,
  names: readonly string[] | null,
): Outcome<TableColumn[]> {
  if (inputs.length === 0) return missing('task', 'the model has no input, so no row can go in');
  const widths = new Map<string, number | null>();
  for (const input of inputs) {
    const width = widthOf(input);
    if (!width.ok || width.value === 0) {
      const reason = `input '${input.name}' is ${shapeText(input)}; a table needs inputs of the form [rows, columns]`;
      return missing('task', reason);
    }
    widths.set(input.name, width.value);
  }
  const placed = placeFeatures(declared ?? [], widths);
  if (!placed.ok) return placed;
  const { byTensor, rest } = placed.value;
  const columns: TableColumn[] = [];
  for (const { name: tensor, type } of inputs) {
    const own = byTensor.get(tensor) ?? [];
    const width = widths.get(tensor) ?? (own.length > 0 ? own.length : rest.length);
    if (width === 0) {
      return missing('features', `input '${tensor}' takes any number of columns, so they have to be named`);
    }
    if (width > MAX_COLUMNS) return missing('task', `input '${tensor}' has more than ${MAX_COLUMNS} columns`);
    if (own.length > width) {
      return missing(
        'features',
        `${own.length} are declared for input '${tensor}', which has ${width} column(s)`,
      );
    }
    const isAlone = width === 1 && inputs.length > 1;
    for (let column = 0; column < width; column += 1) {
      const words = own[column] ?? rest.shift() ?? null;
      const usual = isAlone ? tensor : inputs.length > 1 ? `${tensor}_${column}` : `f${column}`;
      columns.push({
        tensor,
        column,
        type,
        name: words?.feature.name ?? usual,
        declared: words?.feature ?? null,
        path: words?.path ?? 'features',
      });
    }
  }
  return checked(columns, declared, rest, inputs, names);
}

interface Words {
  readonly feature: FeatureManifest;
  readonly path: string;
}

function placeFeatures(
  declared: readonly FeatureManifest[],
  widths: ReadonlyMap<string, number | null>,
): Outcome<{ byTensor: Map<string, Words[]>; rest: Words[] }> {
  const byTensor = new Map<string, Words[]>();
  const rest: Words[] = [];
  for (const [index, feature] of declared.entries()) {
    const path = `features[${index}]`;
    if (feature.tensor !== undefined && !widths.has(feature.tensor)) {
      const known = [...widths.keys()].slice(0, 20).join(', ');
      return missing(`${path}.tensor`, `the model has no input '${feature.tensor}'; it has: ${known}`);
    }
    const isInput = widths.size > 1 && widths.get(feature.name) === 1;
    const tensor = feature.tensor ?? (isInput ? feature.name : undefined);
    if (tensor === undefined) rest.push({ feature, path });
    else byTensor.set(tensor, [...(byTensor.get(tensor) ?? []), { feature, path }]);
  }
  return found({ byTensor, rest });
}

function checked(
  columns: TableColumn[],
  declared: readonly FeatureManifest[] | undefined,
  rest: readonly Words[],
  inputs: readonly TensorInfo[],
  names: readonly string[] | null,
): Outcome<TableColumn[]> {
  // Inputs of one column carry their own name, so that some of them may go without words; columns of a matrix do not.
  const isMatrix =
    columns.some(({ tensor }, index) => columns[index + 1]?.tensor === tensor) || inputs.length === 1;
  const unnamed = columns.filter((column) => column.declared === null);
  if (declared !== undefined && (rest.length > 0 || (isMatrix && unnamed.length > 0))) {
    const shapes = inputs.slice(0, 10).map((input) => `'${input.name}' ${shapeText(input)}`);
    const reason = `${declared.length} are declared, but the model takes ${columns.length} columns: ${shapes.join(', ')}`;
    return missing('features', reason);
  }
  const isNamed = declared === undefined && names?.length === columns.length;
  const named = isNamed ? columns.map((column, index) => ({ ...column, name: names[index]! })) : columns;
  const seen = new Set<string>();
  for (const { name } of named) {
    if (seen.has(name)) return missing('features', `two columns are called '${name}'; name every column`);
    seen.add(name);
  }
  return found(named);
}

/** What a feature of an input of this type is when the manifest does not say. */
function usualType(type: TensorType): FeatureSpec['type'] {
  if (type === 'string') return 'string';
  if (type === 'bool') return 'boolean';
  return type.startsWith('float') ? 'float' : 'integer';
}

/**
 * The feature in a column. What the manifest says and the column cannot take goes to `faults`.
 *
 * @param insisted categories that the graph insists on, or null
 */
export function featureSpec(
  { tensor, column, type: tensorType, name, declared, path }: TableColumn,
  insisted: readonly string[] | null,
  faults: string[],
): FeatureSpec {
  const categories = categoriesOf(declared?.categories, insisted, tensorType, path, faults);
  const type = declared?.type ?? (categories === null ? usualType(tensorType) : 'string');
  const nullable = declared?.nullable ?? false;
  const fallback = declared?.default ?? (nullable ? null : undefined);
  const feature: FeatureSpec = {
    name,
    type,
    tensor,
    column,
    range: declared?.range ?? null,
    ...(fallback === undefined ? {} : { default: fallback }),
    categories,
    nullable,
    unit: declared?.unit ?? null,
    description: declared?.description ?? null,
  };
  faults.push(...contradictions(feature, tensorType, path));
  const from = declared?.from && recordSource(declared.from, feature, `${path}.from`, faults);
  return from === undefined ? feature : { ...feature, from };
}

function categoriesOf(
  declared: FeatureManifest['categories'],
  insisted: readonly string[] | null,
  tensorType: TensorType,
  path: string,
  faults: string[],
): CategorySpec[] | null {
  if (declared === undefined) return insisted?.map((name) => ({ name, code: null })) ?? null;
  const isText = tensorType === 'string';
  if (Array.isArray(declared)) {
    if (!isText) {
      faults.push(
        `${path}.categories: the model takes numbers here, so each category needs one, e.g. {${declared[0]}: 0}`,
      );
    }
    return declared.map((name) => ({ name, code: null }));
  }
  if (isText) faults.push(`${path}.categories: the model takes texts here, so a list of texts is enough`);
  return Object.entries(declared).map(([name, code]) => ({ name, code }));
}

function contradictions(feature: FeatureSpec, tensorType: TensorType, path: string): string[] {
  const { type, range, categories, nullable } = feature;
  const faults: string[] = [];
  const isText = tensorType === 'string';
  const isFloat = tensorType.startsWith('float');
  if (categories !== null && type !== 'string')
    faults.push(`${path}.type: categories are texts, so it is 'string'`);
  if (isText !== (type === 'string') && categories === null) {
    faults.push(`${path}.type: '${type}', but input '${feature.tensor}' takes ${tensorType}`);
  }
  if (type === 'float' && !isFloat && !isText) {
    faults.push(`${path}.type: 'float', but input '${feature.tensor}' takes ${tensorType}; use integer`);
  }
  if (range !== null && type !== 'float' && type !== 'integer')
    faults.push(`${path}.range: only numbers have one`);
  if (range !== null && range[0] > range[1]) faults.push(`${path}.range: ${range[0]} is above ${range[1]}`);
  if (nullable && !isFloat && !isText) {
    faults.push(
      `${path}.nullable: input '${feature.tensor}' takes ${tensorType}, which has no value for null`,
    );
  }
  if (faults.length === 0 && feature.default !== undefined) {
    const fault = valueFault(feature.default, feature, tensorType);
    if (fault !== null) faults.push(`${path}.default: ${fault}`);
  }
  return faults;
}
