import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync } from 'class-validator';
import type { ValidationError } from 'class-validator';
import { LineCounter, parseDocument } from 'yaml';

import { nearestKey } from '../../common/nearest-key.js';
import { ManifestError } from './manifest-error.js';
import { shown } from './manifest-rules.js';
import { MANIFEST_SECTIONS, ModelManifest } from './model-manifest.js';

/** A manifest as read; `faults` is empty when it may be used. */
export interface ParsedManifest {
  readonly manifest: ModelManifest;
  readonly faults: readonly string[];
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keys that a manifest class knows. */
export function keysOf(type: new () => object): string[] {
  const rules = getMetadataStorage().getTargetValidationMetadatas(type, '', true, false);
  return [...new Set(rules.map((rule) => rule.propertyName))];
}

/** One sentence a value that breaks a rule, with its path. */
export function ruleFaults(errors: readonly ValidationError[], path: string): string[] {
  return errors.flatMap((error) => {
    const here = path === '' ? error.property : `${path}.${error.property}`;
    const own = Object.values(error.constraints ?? {}).slice(0, 1);
    return [...own.map((text) => `${here}: ${text}`), ...ruleFaults(error.children ?? [], here)];
  });
}

/** One sentence a key that nothing reads, with the key that was probably meant. */
export function unknownKeyFaults(
  map: Record<string, unknown>,
  type: new () => object,
  path: string,
): string[] {
  const known = keysOf(type);
  return Object.keys(map)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const here = path === '' ? key : `${path}.${key}`;
      const near = nearestKey(key, known);
      if (near !== null) return `${here}: unknown key; did you mean '${near}'?`;
      const home = Object.keys(MANIFEST_SECTIONS).find((name) =>
        keysOf(MANIFEST_SECTIONS[name]!).includes(key),
      );
      if (home !== undefined) return `${here}: unknown key here; it belongs under '${home}'`;
      return `${here}: unknown key; known here: ${known.join(', ')}`;
    });
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
function withoutNulls(map: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(map)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, isMap(value) && key in MANIFEST_SECTIONS ? withoutNulls(value) : value]),
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
  const plain = withoutNulls(data);
  const faults = unknownKeyFaults(plain, ModelManifest, '');
  for (const [name, type] of Object.entries(MANIFEST_SECTIONS)) {
    const section = plain[name];
    if (isMap(section)) faults.push(...unknownKeyFaults(section, type, name));
  }
  const manifest = plainToInstance(ModelManifest, plain);
  faults.push(...ruleFaults(validateSync(manifest, { stopAtFirstError: true }), ''));
  if (faults.length === 0) faults.push(...crossFaults(manifest));
  return { manifest, faults };
}
