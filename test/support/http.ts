import { basename } from 'node:path';

export { waitFor } from './services/wait-for.mjs';

/** A file to send. `name` is what the client calls it, `type` its Content-Type. */
export interface UploadFile {
  bytes: Uint8Array;
  name: string;
  type?: string;
  /** The form field, `file` when absent. */
  field?: string;
}

/** A whole answer. `body` is the parsed JSON where the answer is JSON, else its text; pictures are in `bytes`. */
export interface Answer<T = any> {
  status: number;
  headers: Headers;
  body: T;
  bytes: Buffer;
  /** From the call to the last byte. */
  durationMs: number;
}

type RequestHeaders = Record<string, string>;

/** Any request; the answer is read to its end. */
export async function send<T = any>(url: string, init: RequestInit = {}): Promise<Answer<T>> {
  const startedAt = performance.now();
  const response = await fetch(url, init);
  const bytes = Buffer.from(await response.arrayBuffer());
  const durationMs = performance.now() - startedAt;
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
  const body = isJson ? JSON.parse(bytes.toString('utf8')) : bytes.toString('utf8');
  return { status: response.status, headers: response.headers, body, bytes, durationMs };
}

/**
 * `POST /v1/models/{model}/predict` as multipart/form-data.
 *
 * @param url of the server
 * @param model name, or `name/versions/2`
 * @param fields options of the request
 */
export function predict<T = any>(
  url: string,
  model: string,
  files: UploadFile | UploadFile[],
  fields: Record<string, string | number | boolean> = {},
  headers: RequestHeaders = {},
  init: RequestInit = {},
): Promise<Answer<T>> {
  return sendForm<T>(`${url}/v1/models/${model}/predict`, files, fields, headers, init);
}

/** Any route that takes a form. */
export function sendForm<T = any>(
  url: string,
  files: UploadFile | UploadFile[],
  fields: Record<string, string | number | boolean> = {},
  headers: RequestHeaders = {},
  init: RequestInit = {},
): Promise<Answer<T>> {
  const form = new FormData();
  // Fields first: a server that streams files sees the options before them.
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
  for (const file of [files].flat()) {
    // A copy: Blob accepts no view of a SharedArrayBuffer, which the type of a Uint8Array allows.
    const part = new Blob([Uint8Array.from(file.bytes)], { type: file.type ?? typeOf(file.name) });
    form.append(file.field ?? 'file', part, basename(file.name));
  }
  return send<T>(url, { ...init, method: 'POST', body: form, headers });
}

/** `POST …/predict` with a JSON body; a picture goes in as base64. */
export function predictJson<T = any>(
  url: string,
  model: string,
  body: unknown,
  headers: RequestHeaders = {},
): Promise<Answer<T>> {
  return send<T>(`${url}/v1/models/${model}/predict`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
}

/** Content-Type by the end of the name, as a browser sets it. */
function typeOf(name: string): string {
  const end = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const known: Record<string, string> = {
    jpg: 'image/jpeg',
    jpeg: 'image/jpeg',
    png: 'image/png',
    webp: 'image/webp',
    gif: 'image/gif',
    avif: 'image/avif',
  };
  return known[end] ?? 'application/octet-stream';
}
