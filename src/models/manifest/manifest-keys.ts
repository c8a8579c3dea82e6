// Typed loosely on purpose: a fragment of JSON Schema 2020-12 is whatever its keywords say.
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A class of the manifest: a map with named keys. */
export type ManifestType = new () => object;

/** What is known of one key beside the rules that check it. */
export interface ManifestKey {
  readonly name: string;
  /** Fragment of JSON Schema 2020-12 that accepts what the key's rule accepts. */
  readonly schema: JsonSchema;
  /** Accepted values in the words of a fault, without article: `number from 0 to 1`. Empty for a nested map. */
  readonly values: string;
  /** What the key says; null when nothing was written down. */
  readonly meaning: string | null;
  /** What holds when it is left out. */
  readonly absent: string | null;
  /** For a nested map, or a list of them. */
  readonly nested: { readonly type: ManifestType; readonly isList: boolean } | null;
}

type Parts = Partial<Omit<ManifestKey, 'name' | 'nested'>> & {
  readonly nested?: { readonly type: () => ManifestType; readonly isList: boolean };
};

const registry = new WeakMap<object, Map<string, Parts>>();

/** Adds what one decorator knows of a key; several decorators may stand on one. */
export const describeKey =
  (parts: Parts): PropertyDecorator =>
  (target, key) => {
    const keys = registry.get(target) ?? new Map<string, Parts>();
    keys.set(String(key), { ...keys.get(String(key)), ...parts });
    registry.set(target, keys);
  };

/**
 * What a key says and what holds without it: one source for the table in docs/models.md, the JSON schema and the comments of
 * `sibyl init`.
 *
 * @param meaning one or two sentences with the unit
 * @param absent goes on after "Without it:", or stands in a cell of its own
 */
export const Doc = (meaning: string, absent?: string): PropertyDecorator =>
  describeKey(absent === undefined ? { meaning } : { meaning, absent });

/** Every key of a class in the order of its fields, those of the classes that it extends first. */
export function manifestKeys(type: ManifestType): ManifestKey[] {
  const keys = new Map<string, Parts>();
  const chain: object[] = [];
  for (let proto = type.prototype as object; proto !== Object.prototype;) {
    chain.unshift(proto);
    proto = Object.getPrototypeOf(proto) as object;
  }
  for (const proto of chain) {
    for (const [name, parts] of registry.get(proto) ?? []) keys.set(name, { ...keys.get(name), ...parts });
  }
  return [...keys].map(([name, { schema, values, meaning, absent, nested }]) => ({
    name,
    schema: schema ?? {},
    values: values ?? '',
    meaning: meaning ?? null,
    absent: absent ?? null,
    nested: nested ? { type: nested.type(), isList: nested.isList } : null,
  }));
}

/** A key with its path from the root of the manifest: `input.color`, `tabular.features[].name`. */
export interface ManifestPath extends ManifestKey {
  readonly path: string;
}

/** Every key of a class and of the maps inside it, in the order of the fields. A map comes before its keys. */
export function manifestPaths(type: ManifestType, prefix = ''): ManifestPath[] {
  return manifestKeys(type).flatMap((key): ManifestPath[] => {
    const path = `${prefix}${key.name}`;
    const inside = key.nested
      ? manifestPaths(key.nested.type, `${path}${key.nested.isList ? '[]' : ''}.`)
      : [];
    return [{ ...key, path }, ...inside];
  });
}
