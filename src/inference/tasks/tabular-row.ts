import { AppError } from '../../common/errors.js';
import { nearestKey } from '../../common/nearest-key.js';
import type { FeatureSpec, TensorInfo, TensorType } from '../model-spec.js';
import { expectation, listedNames, valueFault } from './tabular-value.js';
import type { RowValues } from './task-io.js';

/** How a row may be written, for messages. */
export const ROW_FORMS = 'an object by feature name, or an array in the order of the features';

/**
 * Checks one row and turns it into what the model gets. Equal rows give equal values, whether they are written by name or
 * as an array, and whether a default is written out or left out.
 *
 * @param row as it came in JSON
 * @param inputs of the graph, for the number formats of the columns
 * @param path of the row in the request, for messages: `row`, `rows[2]`
 * @throws AppError VALIDATION_FAILED naming every value that is missing, unknown or wrong, and what is right
 */
export function readRow(
  row: unknown,
  features: readonly FeatureSpec[],
  inputs: readonly TensorInfo[],
  path: string,
): RowValues {
  const faults: string[] = [];
  const cells = cellsOf(row, features, path, faults);
  const values = features.map((feature) => {
    const type = typeOf(feature, inputs);
    const given = cells.get(feature.name);
    const at = `${path}.${feature.name}`;
    if (given === undefined && feature.default === undefined) {
      faults.push(`${at}: is missing; expected ${expectation(feature)}`);
      return 0;
    }
    const value = given === undefined ? feature.default : given;
    const fault = valueFault(value, feature, type);
    if (fault !== null) faults.push(`${at}: ${fault}`);
    return fault === null ? encoded(value, feature, type) : 0;
  });
  if (faults.length > 0) throw new AppError('VALIDATION_FAILED', { faults });
  return values;
}

/** The values by feature name. A map and no object: a feature may be called `__proto__`. */
function cellsOf(
  row: unknown,
  features: readonly FeatureSpec[],
  path: string,
  faults: string[],
): ReadonlyMap<string, unknown> {
  if (Array.isArray(row)) {
    if (row.length !== features.length) {
      const fault = `${path}: has ${row.length} values, but the model has ${features.length} features: ${listedNames(features)}`;
      throw new AppError('VALIDATION_FAILED', { faults: [fault] });
    }
    return new Map(features.map(({ name }, index) => [name, row[index] as unknown]));
  }
  if (typeof row !== 'object' || row === null) {
    const got = row === null ? 'null' : typeof row;
    throw new AppError('VALIDATION_FAILED', { faults: [`${path}: expected ${ROW_FORMS}; got ${got}`] });
  }
  const names = features.map(({ name }) => name);
  const cells = new Map<string, unknown>(Object.entries(row));
  for (const name of cells.keys()) {
    if (names.includes(name)) continue;
    const near = nearestKey(name.slice(0, 100), names);
    const hint = near === null ? `; its features are ${listedNames(features)}` : `; did you mean '${near}'?`;
    faults.push(`${path}.${name.slice(0, 100)}: is not a feature of this model${hint}`);
  }
  return cells;
}

function typeOf({ tensor }: FeatureSpec, inputs: readonly TensorInfo[]): TensorType {
  return inputs.find(({ name }) => name === tensor)?.type ?? 'float32';
}

function encoded(value: unknown, feature: FeatureSpec, type: TensorType): number | string {
  if (type === 'string') return value === null ? '' : String(value);
  if (value === null) return Number.NaN;
  if (feature.categories !== null) {
    return feature.categories.find(({ name }) => name === value)?.code ?? Number.NaN;
  }
  return Number(value);
}
