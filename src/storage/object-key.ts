import { v7 } from 'uuid';

import { OBJECT_KINDS, type ObjectKind } from './object-storage.js';

/** The end of a key says what the bytes are, so that no store has to remember it. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  json: 'application/json',
  bin: 'application/octet-stream',
};

const UUID_7 = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
const KEY = new RegExp(
  `^(?:${OBJECT_KINDS.join('|')})/\\d{4}/\\d{2}/\\d{2}/${UUID_7}\\.(${Object.keys(CONTENT_TYPES).join('|')})$`,
);

/**
 * A new key, such as `uploads/2026/11/29/01938f0e-….jpg`: kind, day (UTC) and a UUID version 7 of the same instant. Nothing
 * of it comes from outside. Folders by day keep each one small and let old ones be removed as a whole.
 *
 * @param contentType what is not a known type is kept as `application/octet-stream`
 */
export function newObjectKey(kind: ObjectKind, contentType: string): string {
  const id = v7();
  const day = new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toISOString().slice(0, 10);
  const known = Object.entries(CONTENT_TYPES).find(([, type]) => type === contentType);
  return `${kind}/${day.replaceAll('-', '/')}/${id}.${known?.[0] ?? 'bin'}`;
}

/** Whether `text` is one that {@link newObjectKey} could have made: the only ones that reach a file system or a network. */
export function isObjectKey(text: string): boolean {
  return KEY.test(text);
}

/** @param key one of ours */
export function contentTypeOf(key: string): string {
  return CONTENT_TYPES[KEY.exec(key)?.[1] ?? 'bin'] as string;
}
