import { AppError } from '../../common/errors.js';
import type { ModelSpec, TabularSpec } from '../../inference/model-spec.js';
import { readRow, ROW_FORMS } from '../../inference/tasks/tabular-row.js';
import type { PredictionInput } from '../prediction.js';

/** One row of a request, still unchecked. */
export interface RequestRow {
  /** Its place in the body: `row`, `rows[2]`. */
  readonly path: string;
  readonly value: unknown;
}

/** Rows of a request: `row` is answered with one prediction, `rows` with a list, even of one. */
export interface RequestRows {
  readonly rows: readonly RequestRow[];
  readonly isList: boolean;
  /** What else the body holds. */
  readonly rest: Readonly<Record<string, unknown>>;
}

/**
 * Finds `row` or `rows` in a JSON body.
 *
 * @param fields the body, its pictures taken out
 * @param maxRows MAX_ROWS_PER_REQUEST
 * @throws AppError NO_INPUT, VALIDATION_FAILED, PAYLOAD_TOO_LARGE
 */
export function findRows(fields: Readonly<Record<string, unknown>>, maxRows: number): RequestRows {
  const { row, rows, ...rest } = fields;
  if (row === undefined && rows === undefined) {
    throw new AppError('NO_INPUT', { expected: `"row": ${ROW_FORMS}; or "rows": a list of them` });
  }
  if (row !== undefined && rows !== undefined) throw fault('row, rows: send one of them, not both');
  if (row !== undefined) return { rows: [{ path: 'row', value: row }], isList: false, rest };
  if (!Array.isArray(rows)) throw fault(`rows: expected a list; each row is ${ROW_FORMS}`);
  if (rows.length === 0) throw new AppError('NO_INPUT', { expected: 'at least one row in "rows"' });
  if (rows.length > maxRows) {
    throw new AppError('PAYLOAD_TOO_LARGE', { what: 'the number of rows', limit: `${maxRows}` });
  }
  const list = rows.map((value: unknown, index) => ({ path: `rows[${index}]`, value }));
  return { rows: list, isList: true, rest };
}

/** The row as the model gets it. @throws AppError VALIDATION_FAILED as `readRow` */
export function rowInput(
  { path, value }: RequestRow,
  { inputs }: ModelSpec,
  task: TabularSpec,
): PredictionInput {
  return { kind: 'row', values: readRow(value, task.features, inputs, path) };
}

const fault = (text: string): AppError => new AppError('VALIDATION_FAILED', { faults: [text] });
