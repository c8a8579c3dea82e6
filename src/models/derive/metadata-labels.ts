import { parsePythonLiteral, type PythonValue } from './python-literal.js';

/** Keys of `metadata_props` under which exporters write the names of classes; `character` is RapidAI's. */
const KEYS = ['names', 'labels', 'classes', 'class_names', 'id2label', 'label_names', 'character'];

/** Names of classes, index by index, and where they were found. */
export interface MetadataLabels {
  readonly names: readonly string[];
  readonly key: string;
}

/**
 * Class names in a file's metadata, whoever wrote them: JSON or Python, a list or a map from 0..n-1 to names (or from names to
 * numbers), or a text with commas or line breaks between the names.
 *
 * @returns null when no key holds any
 */
export function metadataLabels(metadata: ReadonlyMap<string, string>): MetadataLabels | null {
  for (const key of KEYS) {
    const text = metadata.get(key);
    const names = text === undefined ? null : namesIn(text);
    if (names !== null) return { names, key };
  }
  return null;
}

function namesIn(text: string): readonly string[] | null {
  const literal = literalIn(text);
  if (literal !== undefined) return classNames(literal);
  const parts = text.split(text.includes('\n') ? /\r?\n/ : ',').map((part) => part.trim());
  while (parts.at(-1) === '') parts.pop();
  return parts.length > 1 && parts.every((part) => part !== '') ? parts : null;
}

function literalIn(text: string): PythonValue | undefined {
  try {
    return fromJson(JSON.parse(text));
  } catch {
    try {
      return parsePythonLiteral(text);
    } catch {
      return undefined;
    }
  }
}

/** JSON in the terms of Python literals: objects as maps. */
function fromJson(value: unknown): PythonValue {
  if (Array.isArray(value)) return value.map(fromJson);
  if (typeof value !== 'object' || value === null) return value as PythonValue;
  return new Map(Object.entries(value).map(([key, member]) => [key, fromJson(member)]));
}

const isName = (name: PythonValue | undefined): name is string | number =>
  typeof name === 'string' || typeof name === 'number';

/** A list of names, or a map between 0..n-1 and names, either way round; null when it is neither. */
export function classNames(value: PythonValue | undefined): readonly string[] | null {
  const entries = value instanceof Map ? (byIndex(value) ?? byIndex(turned(value))) : value;
  if (!Array.isArray(entries) || entries.length === 0) return null;
  return entries.every(isName) ? entries.map(String) : null;
}

function byIndex(map: ReadonlyMap<string, PythonValue>): PythonValue[] | null {
  const values: PythonValue[] = [];
  for (let index = 0; index < map.size; index += 1) {
    const value = map.get(String(index));
    if (value === undefined) return null;
    values.push(value);
  }
  return values;
}

const turned = (map: ReadonlyMap<string, PythonValue>): ReadonlyMap<string, PythonValue> =>
  new Map([...map].map(([name, index]) => [String(index), name]));
