import type { FeatureSpec } from '../../inference/model-spec.js';
import type { RowValues } from '../../inference/tasks/task-io.js';

/**
 * A row as a request may hold it, from the values that a model was given: by name, with categories and booleans in
 * words, so that another version with other codes or another order reads the same row.
 */
export function sentRow(values: RowValues, features: readonly FeatureSpec[]): Record<string, unknown> {
  // A feature may be called `__proto__`; entries make it a key like others.
  return Object.fromEntries(features.map((feature, index) => [feature.name, cell(values[index], feature)]));
}

function cell(value: number | string | undefined, { type, categories, nullable }: FeatureSpec): unknown {
  if (value === undefined || Number.isNaN(value)) return null;
  if (typeof value === 'string') return value === '' && nullable ? null : value;
  if (categories !== null) return categories.find(({ code }) => code === value)?.name ?? null;
  return type === 'boolean' ? value !== 0 : value;
}
