import { parsePythonLiteral, type PythonValue } from './python-literal.js';

/**
 * A list of names in the metadata of a file, as JSON or as a Python literal, under the first of the keys that holds one.
 * Anything else there is passed over: metadata is free text.
 */
export function metadataList(
  metadata: ReadonlyMap<string, string>,
  keys: readonly string[],
): string[] | null {
  for (const key of keys) {
    const list = listOf(metadata.get(key));
    if (list !== null) return list;
  }
  return null;
}

function listOf(text: string | undefined): string[] | null {
  if (text === undefined) return null;
  let value: PythonValue;
  try {
    value = parsePythonLiteral(text);
  } catch {
    return null;
  }
  const isNames = Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string');
  return isNames ? (value as string[]) : null;
}
