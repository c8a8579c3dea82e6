import createClient, { type Client, type ClientOptions } from 'openapi-fetch';

import type { components, paths } from './schema.js';

export type { components, paths };

/** Every route by its path, typed from the OpenAPI document: `client.GET('/v1/models')`. Answers are JSON. */
export type SibylClient<P extends object = paths> = Client<P, 'application/json'>;

export interface SibylClientOptions extends Pick<ClientOptions, 'fetch' | 'headers'> {
  /** Where the service is, without a path: `https://sibyl.example.org`. */
  baseUrl: string;
}

/**
 * A client of one service. Nothing is sent before the first call, and no call throws for an answer of the service: look at
 * `error`, or at `data`. A call that gets no answer at all rejects as `fetch` does.
 *
 * @example
 * const sibyl = createSibylClient({ baseUrl: 'http://localhost:8080' });
 * const { data, error } = await sibyl.GET('/v1/models');
 */
export function createSibylClient<P extends object = paths>(options: SibylClientOptions): SibylClient<P> {
  return createClient<P, 'application/json'>({
    ...options,
    baseUrl: options.baseUrl.replace(/\/+$/, ''),
  });
}

/** A picture to predict on: a `File` (from an `<input>` of a form) brings its own name, a `Blob` may be given one. */
export type PredictFile = Blob | { content: Blob; name: string };

/** Fields of the form beside the files: `{ score_threshold: 0.4, labels: ['person'] }`. */
export type PredictFields = Omit<components['schemas']['PredictFormDto'], 'file'>;

export interface PredictFilesOptions {
  /** A version's number or alias; the newest served version when absent. */
  version?: string | number;
  /** Options of the model's task; the model's own where absent. */
  fields?: PredictFields;
  headers?: Record<string, string>;
  /** Ends the call; the service then stops work on it. */
  signal?: AbortSignal;
}

/**
 * Predicts on one file or several as multipart/form-data, which saves the third that base64 adds.
 *
 * @returns the answer as every call of the client has it. `data` is a prediction for one file, and for several files a list with
 *   an item for each, in their order: `'items' in data` tells them apart
 */
export function predictFiles(
  client: SibylClient,
  model: string,
  files: PredictFile | readonly PredictFile[],
  { version, fields = {}, headers, signal }: PredictFilesOptions = {},
) {
  // The document describes the fields of the form; openapi-fetch sends a FormData as it is, with the boundary that fetch makes.
  const init = { body: toForm(files, fields) as never, headers, signal: signal ?? null };
  return version === undefined
    ? client.POST('/v1/models/{model}/predict', { ...init, params: { path: { model } } })
    : client.POST('/v1/models/{model}/versions/{version}/predict', {
        ...init,
        params: { path: { model, version: String(version) } },
      });
}

function toForm(files: PredictFile | readonly PredictFile[], fields: PredictFields): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) form.append(name, String(value));
  }
  for (const file of [files].flat() as PredictFile[]) {
    if (file instanceof Blob) form.append('file', file);
    else form.append('file', file.content, file.name);
  }
  return form;
}
