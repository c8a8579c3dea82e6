import { createHash } from 'node:crypto';

import { canonicalJson } from '../common/canonical-json.js';

/** In front of every key. Raise the number when the meaning of a key or the shape of a value changes. */
export const CACHE_NAMESPACE = 'pred:v1';

/**
 * What the key takes from a model version. Everything in it counts except where the file lies and how it is run: the
 * same file under two manifests has two keys, and another number of executors has the same.
 */
export interface CacheableModel {
  readonly name: string;
  readonly version: string;
  /** sha256 of the model's files, in hexadecimal. */
  readonly digest: string;
  readonly modelPath: string;
  readonly execution: object;
  /** What is done with the input and the output; options of a request override fields of the same name. */
  readonly task: object;
}

const specHashes = new WeakMap<CacheableModel, string>();

/**
 * The key of one prediction. Two predictions share it only if they must have the same answer: it changes with any byte
 * of the input or the model, with any setting of its manifest and with any option. The order of fields in JSON does
 * not matter, and an option that says what the manifest says anyway counts as not given.
 *
 * @param dependencies other models that take part in the answer: it changes with them as with the model itself
 * @param inputDigest sha256 of the input as it came, in hexadecimal: see {@link sha256}
 */
export function predictionCacheKey(
  model: CacheableModel,
  options: object,
  inputDigest: string,
  dependencies: readonly CacheableModel[] = [],
): string {
  return [
    CACHE_NAMESPACE,
    // Both may hold anything that a folder's name may; the separator must not come from them.
    encodeURIComponent(model.name),
    encodeURIComponent(model.version),
    model.digest.slice(0, 12),
    dependencies.length === 0
      ? specHash(model)
      : sha256([model, ...dependencies].map(specHash).join()).slice(0, 12),
    sha256(canonicalJson(effectiveOptions(model.task, options))).slice(0, 16),
    inputDigest,
  ].join(':');
}

/** sha256 in hexadecimal. */
export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Hashed once for a version: the labels alone may be a thousand objects. */
function specHash(model: CacheableModel): string {
  let hash = specHashes.get(model);
  if (hash === undefined) {
    const { modelPath: _path, execution: _execution, ...rest } = model;
    hash = sha256(canonicalJson(rest)).slice(0, 12);
    specHashes.set(model, hash);
  }
  return hash;
}

/**
 * The options that change something. As the manifest's own values are in the key through its hash, leaving out an
 * option that repeats one is the same as filling all of them in.
 */
function effectiveOptions(task: object, options: object): object {
  const defaults = task as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(options).filter(
      ([name, value]: [string, unknown]) =>
        value !== undefined && !(isScalar(value) && defaults[name] === value),
    ),
  );
}

/** A list in the options never has the meaning of the manifest's field of that name (`labels` is a filter). */
function isScalar(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string';
}
