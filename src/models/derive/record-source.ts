import type { FeatureSpec } from '../../inference/model-spec.js';
import { type Aggregate, LEAST_DAYS, type RecordSource } from '../../inference/record-source.js';
import type { RecordSourceManifest } from '../manifest/sections/record-source-manifest.js';

const DEFAULT_WINDOW_DAYS = 7;
/** Aggregates that give a fraction of whole numbers. */
const FRACTIONS: ReadonlySet<Aggregate> = new Set<Aggregate>(['mean', 'std', 'trend']);
/** Aggregates for which the number of days with a value says nothing. */
const WITHOUT_LEAST: ReadonlySet<Aggregate> = new Set<Aggregate>(['last', 'count']);

/**
 * How a feature is made of records. What the manifest says and the feature cannot be goes to `faults`.
 *
 * @param path of the section, for faults
 */
export function recordSource(
  declared: RecordSourceManifest,
  feature: FeatureSpec,
  path: string,
  faults: string[],
): RecordSource {
  const {
    field = feature.name,
    aggregate = 'last',
    window_days: windowDays = DEFAULT_WINDOW_DAYS,
  } = declared;
  const least = LEAST_DAYS[aggregate];
  const hasDefault = feature.default !== undefined;
  const source: RecordSource = {
    field,
    aggregate,
    windowDays,
    minDays: declared.min_days ?? least,
    missing: declared.missing ?? (hasDefault ? 'default' : 'error'),
  };
  if (aggregate !== 'last' && aggregate !== 'count' && !isNumber(feature)) {
    faults.push(
      `${path}.aggregate: '${aggregate}' is of numbers, but the feature is ${feature.type}; use last`,
    );
  }
  if (aggregate === 'count' && !isNumber(feature)) {
    faults.push(`${path}.aggregate: 'count' gives a number, but the feature is ${feature.type}`);
  }
  if (feature.type === 'integer' && FRACTIONS.has(aggregate)) {
    faults.push(`${path}.aggregate: '${aggregate}' gives fractions, but the feature is integer`);
  }
  if (declared.min_days !== undefined && WITHOUT_LEAST.has(aggregate)) {
    faults.push(`${path}.min_days: '${aggregate}' does not need a number of days`);
  } else if (source.minDays < least) {
    faults.push(`${path}.min_days: ${source.minDays}, but '${aggregate}' needs at least ${least} days`);
  }
  if (source.minDays > windowDays) {
    faults.push(`${path}.min_days: ${source.minDays} days cannot be had of a window of ${windowDays}`);
  }
  if (source.missing === 'default' && !hasDefault) {
    faults.push(`${path}.missing: 'default', but the feature has none`);
  }
  return source;
}

const isNumber = ({ type }: FeatureSpec): boolean => type === 'float' || type === 'integer';

/** The section as the manifest has it, everything filled in. */
export function sourceAsManifest({ field, aggregate, windowDays, minDays, missing }: RecordSource): object {
  const hasLeast = !WITHOUT_LEAST.has(aggregate);
  return { field, aggregate, window_days: windowDays, ...(hasLeast ? { min_days: minDays } : {}), missing };
}
