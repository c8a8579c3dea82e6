import { stringify } from 'yaml';

import { type ManifestKey, manifestKeys } from '../models/manifest/manifest-keys.js';
import { ModelManifest } from '../models/manifest/model-manifest.js';
import { needsCheck, type ValueAt } from './explained-values.js';
import { printable } from './terminal.js';
import { wrap } from './text-table.js';

/** What a manifest is written from. */
export interface ManifestDraft {
  readonly name: string;
  /** Name of the ONNX file. */
  readonly file: string;
  /** Where editors find the schema: a relative path or a URL. */
  readonly schema: string;
  /** As `valuesOf` gives them. */
  readonly values: readonly ValueAt[];
  /** A manifest that is there already: what it says is kept as it says it. */
  readonly declared: ModelManifest;
  /** Paths that stay comments, since the model refuses them. */
  readonly refused: ReadonlySet<string>;
  readonly notes: readonly string[];
}

/** Sections whose usual values belong to the server and its machine: written down as comments, so that nothing is frozen. */
const OF_THE_SERVER = new Set(['execution', 'cache', 'history', 'versions', 'warmup']);

/** More labels than this belong into a file of their own. */
const MOST_LABELS = 100;

const WIDTH = 110;

/** One key with what it will say. */
interface Line {
  readonly key: ManifestKey;
  readonly path: string;
  readonly value: unknown;
  /** null for what was declared. */
  readonly entry: ValueAt | null;
  readonly isActive: boolean;
}

/** The text of a `model.yaml` with every value that is known, each explained, what has to be checked marked with CHECK. */
export function manifestText(draft: ManifestDraft): string {
  const keys = manifestKeys(ModelManifest);
  const blocks = keys.map((key) => (isSection(key) ? sectionBlock(key, draft) : keyBlock(key, draft)));
  const unused = keys.filter((_, index) => blocks[index]!.length === 0);
  return [header(draft), ...blocks, menu(unused)]
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

const isSection = (key: ManifestKey): boolean => key.nested !== null && !key.nested.isList;

function header({ schema, name, file, notes }: ManifestDraft): string[] {
  return [
    `# yaml-language-server: $schema=${schema}`,
    ...comment(
      `Manifest of ${name}, written by 'sibyl init' from ${file}. A line that is taken away falls back to what is derived or usual.`,
    ),
    ...comment(
      'derived: read from the file. default: usual, and not in the file. CHECK: compare with what the makers of the model do; with another value its answers are wrong.',
    ),
    ...notes.flatMap((note) => comment(`Note: ${note}`)),
  ];
}

function keyBlock(key: ManifestKey, draft: ManifestDraft): string[] {
  const line = lineOf(key, key.name, draft);
  return line === null ? [] : lineText(line, '');
}

function sectionBlock(section: ManifestKey, draft: ManifestDraft): string[] {
  const lines = manifestKeys(section.nested!.type).flatMap(
    (key) => lineOf(key, `${section.name}.${key.name}`, draft) ?? [],
  );
  if (lines.length === 0) return [];
  const isActive = lines.some((line) => line.isActive);
  return [
    ...comment(section.meaning ?? ''),
    `${isActive ? '' : '# '}${section.name}:`,
    ...lines.flatMap((line) => lineText(line, isActive ? '  ' : '#   ')),
  ];
}

/** null when nothing is known of the key. */
function lineOf(key: ManifestKey, path: string, draft: ManifestDraft): Line | null {
  const { values, declared, refused } = draft;
  const said = path
    .split('.')
    .reduce<unknown>((map, name) => (map as Record<string, unknown> | undefined)?.[name], declared);
  const entry = values.find((each) => each.path === path) ?? null;
  if (said !== undefined) return { key, path, value: said, entry: null, isActive: true };
  if (entry === null || entry.value === undefined) return null;
  const isServers = OF_THE_SERVER.has(path.split('.')[0]!);
  const isActive = !isServers && !refused.has(path) && entry.value !== null;
  return { key, path, value: entry.value, entry, isActive };
}

/** @param indent of the line; that of a section which is a comment as a whole begins with `#` */
function lineText({ key, path, value, entry, isActive }: Line, indent: string): string[] {
  const isComment = indent.startsWith('#');
  const mark = isActive || isComment ? '' : '# ';
  const words = [
    key.meaning ?? '',
    key.values.startsWith('one of') ? `${key.values[0]!.toUpperCase()}${key.values.slice(1)}.` : '',
  ];
  const about = words.filter(Boolean).join(' ');
  if (isComment) return [`${indent}${`${key.name}: ${scalar(value)}`.trimEnd()} # ${about}`];
  const remarks = [...comment(about), ...comment(originText(entry))];
  const isLong = path === 'labels' && Array.isArray(value) && value.length > MOST_LABELS;
  const body = isLong
    ? [`# labels: labels.txt # ${value.length} names: a file beside this one with one name a line`]
    : valueLines(key.name, value).map((line) => `${mark}${line}`);
  return [...remarks, ...body].map((line) => `${indent}${line}`);
}

function originText(entry: ValueAt | null): string {
  if (entry === null) return 'As declared before.';
  const { origin, note } = entry;
  if (needsCheck(entry)) return `CHECK: ${note}`;
  return note === undefined ? origin : `${origin}: ${note}`;
}

function valueLines(name: string, value: unknown): string[] {
  const isBlock =
    Array.isArray(value) && (name === 'labels' || value.some((item) => typeof item === 'object'));
  if (!isBlock) return [`${name}: ${scalar(value)}`];
  return [`${name}:`, ...value.map((item: unknown) => `  - ${scalar(plainLabel(item))}`)];
}

/** A label with a name alone is written as that name. */
function plainLabel(item: unknown): unknown {
  const keys = typeof item === 'object' && item !== null ? Object.keys(item) : [];
  return keys.length === 1 && keys[0] === 'name' ? (item as { name: string }).name : item;
}

/** A value on one line. */
function scalar(value: unknown): string {
  if (value === null) return '';
  // Folded and literal texts take several lines; JSON's form is YAML too.
  if (typeof value === 'string' && /[\n\r\u0085\u2028\u2029]/.test(value)) return JSON.stringify(value);
  return stringify(value, { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 }).trimEnd();
}

/** Sections that nothing is known of. */
function menu(unused: readonly ManifestKey[]): string[] {
  if (unused.length === 0) return [];
  const width = Math.max(...unused.map(({ name }) => name.length));
  return [
    '# Nothing is said of these; docs/models.md explains them:',
    ...unused.flatMap(({ name, meaning }) =>
      wrap(meaning ?? '', WIDTH - width - 6).map(
        (line, index) => `#   ${(index === 0 ? name : '').padEnd(width)}  ${line}`,
      ),
    ),
  ];
}

function comment(text: string): string[] {
  return text === '' ? [] : wrap(printable(text), WIDTH - 4).map((line) => `# ${line}`);
}
