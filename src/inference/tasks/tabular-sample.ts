import type { FeatureSpec, TensorInfo } from '../model-spec.js';
import { readRow } from './tabular-row.js';
import type { RowValues } from './task-io.js';

/**
 * A row that a model should be able to take: defaults where there are some, else the middle of the range, the first
 * category, a small number. For a text without categories nothing better than "a" is known.
 *
 * @param seed 1 or 2: two rows that differ wherever they can
 */
export function sampleRow(
  features: readonly FeatureSpec[],
  inputs: readonly TensorInfo[],
  seed: 1 | 2,
): RowValues {
  const row = features.map((feature) => sampleValue(feature, seed));
  return readRow(row, features, inputs, 'row');
}

/** Features whose sample is only a guess: the model may refuse it and be right. */
export function guessedFeatures(features: readonly FeatureSpec[]): string[] {
  return features
    .filter((feature) => feature.default === undefined && feature.categories === null)
    .filter(({ type, range }) => type === 'string' || (type === 'integer' && range === null))
    .map(({ name }) => name);
}

function sampleValue(feature: FeatureSpec, seed: 1 | 2): number | boolean | string | null {
  const { type, range, categories } = feature;
  if (seed === 1 && feature.default !== undefined) return feature.default;
  if (categories !== null) return categories[(seed - 1) % categories.length]!.name;
  if (type === 'boolean') return seed === 2;
  if (type === 'string') return 'a';
  if (range !== null) {
    const inside = range[0] + (range[1] - range[0]) / (2 * seed);
    return type === 'integer' ? Math.ceil(Math.max(range[0], Math.min(range[1], inside))) : inside;
  }
  return type === 'integer' ? seed : seed - 0.5;
}
