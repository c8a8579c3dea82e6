import type { ExplainedTree, ExplainedValue, Origin } from './derived-version.js';

/** Where a value may come from, best first. */
export interface Sources<T> {
  /** From the manifest. */
  readonly declared?: T | undefined;
  /** From the ONNX file. */
  readonly derived?: T | undefined;
  readonly fallback: T;
  /** Why a value that is not declared is what it is. */
  readonly note?: string | undefined;
}

/** Chooses every value of a spec and remembers where it came from. */
export class Provenance {
  private readonly entries = new Map<string, ExplainedValue>();

  /** @param path in the manifest, e.g. `input.color` */
  take<T>(path: string, { declared, derived, fallback, note }: Sources<T>): T {
    if (declared !== undefined) return this.set(path, declared, 'declared');
    if (derived !== undefined) return this.set(path, derived, 'derived', note);
    return this.set(path, fallback, 'default', note);
  }

  set<T>(path: string, value: T, origin: Origin, note?: string): T {
    this.entries.set(path, { value, origin, ...(note === undefined ? {} : { note }) });
    return value;
  }

  origins(): Record<string, Origin> {
    return Object.fromEntries([...this.entries].map(([path, { origin }]) => [path, origin]));
  }

  /** All values as nested plain objects, for the API. */
  tree(): ExplainedTree {
    const root: Record<string, ExplainedValue | Record<string, ExplainedValue>> = {};
    for (const [path, entry] of this.entries) {
      const [section, key] = path.split('.') as [string, string | undefined];
      if (key === undefined) root[section] = entry;
      else root[section] = { ...(root[section] as Record<string, ExplainedValue>), [key]: entry };
    }
    return root;
  }
}
