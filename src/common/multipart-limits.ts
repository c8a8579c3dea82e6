import type { Env } from '../config/env.js';

/** Limits of `@fastify/multipart`. They bound each part; the total is bounded by the product of files and size. */
export interface MultipartLimits {
  /** Bytes of one file. */
  readonly fileSize: number;
  readonly files: number;
  readonly fields: number;
  /** Files and fields together. */
  readonly parts: number;
  /** Bytes of a field's name; the plugin accepts a longer one unless it is checked by hand. */
  readonly fieldNameSize: number;
  /** Bytes of a field's value; the plugin cuts a longer one silently unless it is checked by hand. */
  readonly fieldSize: number;
  readonly headerPairs: number;
}

/** One source for the plugin's registration and for the messages of its faults. */
export function multipartLimits(env: Pick<Env, 'MAX_UPLOAD_SIZE' | 'MAX_UPLOAD_FILES'>): MultipartLimits {
  const fields = 20;
  return {
    fileSize: env.MAX_UPLOAD_SIZE,
    files: env.MAX_UPLOAD_FILES,
    fields,
    parts: env.MAX_UPLOAD_FILES + fields,
    fieldNameSize: 100,
    fieldSize: 16 * 1024,
    headerPairs: 64,
  };
}

/** Size in words: `10 MB`, `16 KB`, `500 bytes`. */
export function sizeInWords(bytes: number): string {
  const MB = 1024 * 1024;
  if (bytes >= MB) return `${Number((bytes / MB).toFixed(1))} MB`;
  if (bytes >= 1024) return `${Number((bytes / 1024).toFixed(1))} KB`;
  return `${bytes} bytes`;
}
