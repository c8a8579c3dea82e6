import type { FeatureSpec } from '../../inference/model-spec.js';
import type { RecordSource } from '../../inference/record-source.js';
import { dayNumber, type FieldValue, type SubjectRecord } from '../subject-record.js';
import { aggregate, type DayValue } from './aggregate.js';

/** A feature that the records do not tell. */
export interface MissingFeature {
  readonly feature: string;
  readonly field: string;
  readonly window_days: number;
  /** Days with a value that it needs, and that there are. */
  readonly needed_days: number;
  readonly found_days: number;
}

/** A row as a request would have it, by feature name. */
export interface RecordRow {
  readonly row: Readonly<Record<string, FieldValue | null>>;
  /** Features for which the default of the manifest stands, since the records do not tell them. */
  readonly defaulted: readonly string[];
  /** Not empty: there is no row. */
  readonly missing: readonly MissingFeature[];
}

/**
 * Makes a model's row of a subject's records, as `features[].from` of its manifest says.
 *
 * @param records in any order, one a day
 * @param asOf the last day that counts, YYYY-MM-DD; later records are left out
 */
export function rowOfRecords(
  records: readonly SubjectRecord[],
  asOf: string,
  features: readonly FeatureSpec[],
): RecordRow {
  const day = dayNumber(asOf);
  const past = records
    .map(({ date, fields }) => ({ day: dayNumber(date), fields }))
    .filter((record) => record.day <= day)
    .toSorted((a, b) => a.day - b.day);
  const entries: [string, FieldValue | null][] = [];
  const defaulted: string[] = [];
  const missing: MissingFeature[] = [];
  for (const feature of features) {
    const { name, from } = feature;
    if (from === undefined) {
      entries.push([name, feature.default ?? null]);
      continue;
    }
    const inWindow = past
      .filter((record) => record.day > day - from.windowDays)
      .flatMap(({ day: at, fields }) => given(at, fields, from.field));
    const found = valueOf(inWindow, feature, from);
    if (found.value !== undefined) entries.push([name, found.value]);
    else if (from.missing === 'default') {
      entries.push([name, feature.default ?? null]);
      defaulted.push(name);
    } else {
      missing.push({
        feature: name,
        field: from.field,
        window_days: from.windowDays,
        needed_days: Math.max(1, from.minDays),
        found_days: found.days,
      });
    }
  }
  // Own properties, whatever a feature is called.
  return { row: Object.fromEntries(entries), defaulted, missing };
}

interface Given {
  readonly day: number;
  readonly value: FieldValue;
}

function given(day: number, fields: SubjectRecord['fields'], field: string): Given[] {
  const value = Object.hasOwn(fields, field) ? fields[field] : undefined;
  return value === undefined || value === null ? [] : [{ day, value }];
}

/** The feature's value; undefined when too few days have one. */
function valueOf(
  values: readonly Given[],
  { type }: FeatureSpec,
  { aggregate: kind, minDays }: RecordSource,
): { readonly value?: FieldValue; readonly days: number } {
  if (kind === 'count') return { value: values.length, days: values.length };
  if (type === 'string' || type === 'boolean') {
    const last = values.at(-1);
    return last === undefined ? { days: 0 } : { value: last.value, days: values.length };
  }
  const numbers = values.flatMap(({ day, value }): DayValue[] =>
    typeof value === 'string' ? [] : [{ day, value: Number(value) }],
  );
  if (numbers.length < minDays) return { days: numbers.length };
  return { value: aggregate(numbers, kind), days: numbers.length };
}
