import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

import type { Label } from '../../inference/model-spec.js';
import { LabelManifest } from './label-manifest.js';
import { shown } from './manifest-rules.js';
import { ruleFaults, unknownKeyFaults } from './parse-manifest.js';

export interface ParsedLabels {
  readonly labels: readonly Label[];
  readonly faults: readonly string[];
}

const failed = (...faults: string[]): ParsedLabels => ({ labels: [], faults });

/** One entry of a list: a text, a number (digits as classes), or a map with a name. */
function parseLabel(value: unknown, path: string): { label: Label; faults: string[] } {
  if (typeof value === 'number') return { label: { name: String(value) }, faults: [] };
  if (typeof value === 'string' && value.trim() !== '') return { label: { name: value }, faults: [] };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const hint = typeof value === 'boolean' ? '; write it in quotes' : '';
    const fault = `${path}: ${shown(value)} is not a label (a text, or a map with a 'name')${hint}`;
    return { label: { name: '' }, faults: [fault] };
  }
  const map = value as Record<string, unknown>;
  const label = plainToInstance(LabelManifest, map);
  const faults = [
    ...unknownKeyFaults(map, LabelManifest, path),
    ...ruleFaults(validateSync(label, { stopAtFirstError: true }), path),
  ];
  // Keys that were not given are left out, so that equal labels are equal wherever they come from.
  const given = Object.entries(label).filter(([, each]) => each !== undefined);
  return { label: Object.fromEntries(given) as unknown as Label, faults };
}

/** A list of labels, index by index. `path` is the list's place in the file. */
export function parseLabelList(values: readonly unknown[], path: string): ParsedLabels {
  if (values.length === 0) return failed(`${path}: the list is empty; leave it out or name every class`);
  const parsed = values.map((value, index) => parseLabel(value, `${path}[${index}]`));
  return { labels: parsed.map(({ label }) => label), faults: parsed.flatMap(({ faults }) => faults) };
}

/** One label a line; empty lines only at the end, for they would move every later index. */
function parseTextLabels(text: string, path: string): ParsedLabels {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  while (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) return failed(`${path}: the file holds no label`);
  const empty = lines.indexOf('');
  if (empty !== -1) {
    return failed(
      `${path}: line ${empty + 1} is empty; the line's number decides the class, so name every one`,
    );
  }
  return { labels: lines.map((name) => ({ name })), faults: [] };
}

/** `{"0": "tench"}`, or ImageNet's `{"0": ["n01440764", "tench"]}`: the last text is the name. */
export function parseIndexedLabels(map: Record<string, unknown>, path: string): ParsedLabels {
  const count = Object.keys(map).length;
  const names: unknown[] = [];
  const missing: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const value = map[String(index)];
    if (value === undefined) missing.push(index);
    names.push(Array.isArray(value) ? value.at(-1) : value);
  }
  if (missing.length > 0) {
    return failed(
      `${path}: ${count} entries, but none for index ${missing[0]}; expected the keys 0 to ${count - 1}`,
    );
  }
  return parseLabelList(names, path);
}

/**
 * Labels from the content of a label file: `.json` (a list, or a map from index to name or to [id, name]), else text
 * with one label a line.
 *
 * @param fileName decides the format and stands in the faults
 */
export function parseLabelFile(text: string, fileName: string): ParsedLabels {
  const path = `labels: ${fileName}`;
  const content = text.replace(/^\uFEFF/, '');
  if (!fileName.toLowerCase().endsWith('.json')) return parseTextLabels(content, path);
  let data: unknown;
  try {
    data = JSON.parse(content);
  } catch (error) {
    return failed(`${path}: not JSON: ${(error as Error).message}`);
  }
  if (Array.isArray(data)) return parseLabelList(data, path);
  if (typeof data === 'object' && data !== null)
    return parseIndexedLabels(data as Record<string, unknown>, path);
  return failed(`${path}: ${shown(data)} is neither a list of labels nor a map from index to label`);
}
