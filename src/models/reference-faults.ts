import type { ModelSpec } from '../inference/model-spec.js';

/**
 * What is wrong with the models that a manifest names: a region's detector, the members of an ensemble.
 *
 * @param served every version that is served
 */
export function referenceFaults(spec: ModelSpec, served: readonly ModelSpec[]): string[] {
  return [...regionFaults(spec, served), ...memberFaults(spec, served)];
}

function regionFaults({ region }: ModelSpec, served: readonly ModelSpec[]): string[] {
  if (!region) return [];
  const found = find('region.model', region.model, region.version, served);
  if (typeof found === 'string') return [found];
  const { task } = found;
  if (task.kind !== 'object-detection') {
    return [`region.model: '${region.model}' is of task ${task.kind}; only an object detector finds regions`];
  }
  const labels = task.labels.map(({ name }) => name);
  if (region.label === null || labels.includes(region.label)) return [];
  return [
    `region.label: '${region.model}' has no label '${region.label}'; it has ${labels.slice(0, 20).join(', ')}`,
  ];
}

function memberFaults({ name, ensemble }: ModelSpec, served: readonly ModelSpec[]): string[] {
  return (ensemble?.members ?? []).flatMap(({ model, version }, index) => {
    const path = `ensemble.members[${index}].model`;
    if (model === name) return [`${path}: '${model}' is the ensemble itself`];
    const found = find(path, model, version, served);
    return typeof found === 'string' ? [found] : [];
  });
}

/** @param version null: any; a name that is no number is an alias, which only the server knows */
function find(
  path: string,
  model: string,
  version: string | null,
  served: readonly ModelSpec[],
): ModelSpec | string {
  const versions = served.filter(({ name }) => name === model);
  const newest = versions.at(-1);
  if (!newest) {
    const names = [...new Set(served.map(({ name }) => name))];
    return `${path}: there is no model '${model}' that can be served; there are: ${names.join(', ') || 'none'}`;
  }
  if (version === null || !/^\d+$/.test(version)) return newest;
  const numbers = versions.map((each) => each.version);
  const found = versions.find((each) => each.version === version);
  return (
    found ?? `${path}: '${model}' has no version ${version} that is served; there are: ${numbers.join(', ')}`
  );
}
