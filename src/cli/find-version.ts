import type { ModelSpec } from '../inference/model-spec.js';

/**
 * Finds a version as the server does, but for aliases, which only the server knows: the newest one stands for them.
 *
 * @param versions each model's in the order of their numbers
 * @throws Error with the reason
 */
export function findVersion<T extends { readonly spec: ModelSpec }>(
  versions: readonly T[],
  model: string,
  version?: string,
): T {
  const found = versions.filter(({ spec }) => spec.name === model);
  const isNumber = version !== undefined && /^\d+$/.test(version);
  const match = isNumber ? found.find(({ spec }) => spec.version === version) : found.at(-1);
  if (match) return match;
  if (found.length > 0) throw new Error(`model '${model}' has no version ${version} that can be served`);
  throw new Error(`there is no model '${model}' that can be served`);
}
