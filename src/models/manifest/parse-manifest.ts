import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { ValidationError } from 'class-validator';
import { LineCounter, parseDocument } from 'yaml';

import { nearestKey } from '../../common/nearest-key.js';
import { ManifestError } from './manifest-error.js';
import { manifestKeys, type ManifestType } from './manifest-keys.js';
import { shown } from './manifest-rules.js';
import { ModelManifest } from './model-manifest.js';

/** A manifest as read; `faults` is empty when it may be used. */
export interface ParsedManifest {
  readonly manifest: ModelManifest;
  readonly faults: readonly string[];
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One sentence a value that breaks a rule, with its path: `input.color`, `tabular.features[2].name`. */
export function ruleFaults(errors: readonly ValidationError[], path: string): string[] {
  return errors.flatMap((error) => {
    const here = pathOf(path, error.property, Array.isArray(error.target));
    const own = Object.values(error.constraints ?? {}).slice(0, 1);
    return [...own.map((text) => `${here}: ${text}`), ...ruleFaults(error.children ?? [], here)];
  });
}

function pathOf(path: string, key: string, isIndex = false): string {
  if (isIndex) return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** One sentence a key that nothing reads, with the key that was probably meant; nested maps included. */
export function unknownKeyFaults(map: Record<string, unknown>, type: ManifestType, path: string): string[] {
  const keys = manifestKeys(type);
  return Object.entries(map).flatMap(([key, value]) => {
    const here = pathOf(path, key);
    const known = keys.find(({ name }) => name === key);
    if (!known) return [unknownKeyFault(key, type, here)];
    const { nested } = known;
    if (!nested) return [];
    if (!nested.isList) return isMap(value) ? unknownKeyFaults(value, nested.type, here) : [];
    if (!Array.isArray(value)) return [];
    return value.flatMap((item, index) =>
      isMap(item) ? unknownKeyFaults(item, nested.type, pathOf(here, String(index), true)) : [],
    );
  });
}

function unknownKeyFault(key: string, type: ManifestType, here: string): string {
  const known = manifestKeys(type).map(({ name }) => name);
  const near = nearestKey(key, known);
  if (near !== null) return `${here}: unknown key; did you mean '${near}'?`;
  const home = manifestKeys(ModelManifest).find(({ nested }) =>
    nested ? manifestKeys(nested.type).some(({ name }) => name === key) : false,
  );
  if (home !== undefined) return `${here}: unknown key here; it belongs under '${home.name}'`;
  return `${here}: unknown key; known here: ${known.join(', ')}`;
}

/** Reads YAML 1.2 into plain values. */
function parseYaml(text: string, file: string): unknown {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    throw new ManifestError(
      file,
      broken.map((error) => {
        const { line, col } = lineCounter.linePos(error.pos[0]);
        return `line ${line}, column ${col}: ${error.message}`;
      }),
    );
  }
  try {
    return document.toJS();
  } catch (error) {
    // Thrown for aliases that multiply ("billion laughs"): yaml's maxAliasCount, 100 by default.
    throw new ManifestError(file, [(error as Error).message]);
  }
}

/** Rules between keys of one section. */
function crossFaults(manifest: ModelManifest): string[] {
  const faults: string[] = [];
  const { high, medium } = manifest.confidence ?? {};
  if (typeof high === 'number' && typeof medium === 'number' && medium > high) {
    faults.push(`confidence.medium: ${medium} is above confidence.high, ${high}; it has to be the lower one`);
  }
  if (manifest.execution?.required === true && manifest.execution.preload === false) {
    faults.push(
      'execution.required: true needs preload: true; the server would wait for a model that it does not load',
    );
  }
  return faults;
}

/** A key without a value (`input:`) counts as absent. */
function withoutNulls(map: Record<string, unknown>, type: ManifestType): Record<string, unknown> {
  const keys = new Map(manifestKeys(type).map((key) => [key.name, key]));
  const clean = (key: string, value: unknown): unknown => {
    const nested = keys.get(key)?.nested;
    if (!nested) return value;
    if (nested.isList && Array.isArray(value)) {
      return value.map((item: unknown) => (isMap(item) ? withoutNulls(item, nested.type) : item));
    }
    return !nested.isList && isMap(value) ? withoutNulls(value, nested.type) : value;
  };
  return Object.fromEntries(
    Object.entries(map)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, clean(key, value)]),
  );
}

/**
 * Reads and checks the text of a manifest, all but `labels`.
 *
 * @param file name for the message, without folder
 * @throws ManifestError when the text is not YAML, with line and column of each fault
 */
export function parseManifest(text: string, file: string): ParsedManifest {
  const data = parseYaml(text, file) ?? {};
  if (!isMap(data)) {
    throw new ManifestError(file, [`${shown(data)} is not a map of keys, e.g. 'task: object-detection'`]);
  }
  const plain = withoutNulls(data, ModelManifest);
  const faults = unknownKeyFaults(plain, ModelManifest, '');
  const manifest = plainToInstance(ModelManifest, plain);
  faults.push(...ruleFaults(validateSync(manifest, { stopAtFirstError: true }), ''));
  if (faults.length === 0) faults.push(...crossFaults(manifest));
  return { manifest, faults };
}
