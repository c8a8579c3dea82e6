import type { ModelManifest } from '../manifest/model-manifest.js';
import type { RepositoryScan } from '../repository/model-folder.js';

/** What of a model on disk tells which others it needs. */
export interface NeedyModel {
  readonly name: string;
  readonly manifest: Pick<ModelManifest, 'region' | 'ensemble'>;
}

/** Names of the models that a manifest names, each once. */
export function needsOf({ manifest: { region, ensemble } }: NeedyModel): string[] {
  const names = (ensemble?.members ?? []).map(({ model }) => model);
  return [...new Set(region ? [...names, region.model] : names)];
}

export interface BuildOrder<T> {
  /** Each after those that it needs. */
  readonly models: readonly T[];
  /** Those that need themselves, with the way around: a, b, a. */
  readonly circles: ReadonlyMap<string, readonly string[]>;
}

/** Sorts models so that each one can be made of those before it. */
export function buildOrder<T extends NeedyModel>(found: readonly T[]): BuildOrder<T> {
  const byName = new Map(found.map((model) => [model.name, model]));
  const models: T[] = [];
  const circles = new Map<string, readonly string[]>();
  const done = new Set<string>();
  const visit = (model: T, path: readonly string[]): void => {
    const start = path.indexOf(model.name);
    if (start >= 0) {
      const circle = path.slice(start);
      // Told to each of them from its own place.
      circle.forEach((name, at) => circles.set(name, [...circle.slice(at), ...circle.slice(0, at), name]));
      return;
    }
    if (done.has(model.name)) return;
    for (const name of needsOf(model)) {
      const needed = byName.get(name);
      if (needed) visit(needed, [...path, model.name]);
    }
    if (done.has(model.name)) return;
    done.add(model.name);
    models.push(model);
  };
  for (const model of found) visit(model, []);
  return { models: models.filter(({ name }) => !circles.has(name)), circles };
}

/** What was found in build order; a model that is made of itself is skipped. */
export function orderedScan(scan: RepositoryScan): RepositoryScan {
  const { models, circles } = buildOrder(scan.found);
  const circular = [...circles].map(([name, path]) => ({
    path: `${name}/model.yaml`,
    reason: `it needs itself: ${path.join(' -> ')}; a model may name only models that do not need it`,
  }));
  return { ...scan, found: models, skipped: [...scan.skipped, ...circular] };
}

/** Names of the models that need one of those, through others too. */
export function dependentsOf(names: readonly string[], found: readonly NeedyModel[]): string[] {
  const all = new Set(names);
  for (let before = -1; before !== all.size;) {
    before = all.size;
    for (const model of found) if (needsOf(model).some((name) => all.has(name))) all.add(model.name);
  }
  return [...all].filter((name) => !names.includes(name));
}
