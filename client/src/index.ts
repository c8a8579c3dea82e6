import createClient, { type Client, type ClientOptions, type FetchResponse } from 'openapi-fetch';

import type { paths } from './schema.js';

export type { components, paths } from './schema.js';

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

type Post<Routes, Own extends string, Any extends string> = Own extends keyof Routes
  ? Routes[Own] extends { post: infer Operation }
    ? Operation
    : never
  : Any extends keyof Routes
    ? Routes[Any] extends { post: infer Operation }
      ? Operation
      : never
    : never;

/** The operation that predicts with a model: its own where the types tell one (`sibyl openapi --types`), else that of every model. */
type Predict<Routes, Model extends string, Version> = Version extends string | number
  ? Post<
      Routes,
      `/v1/models/${Model}/versions/${Version}/predict`,
      '/v1/models/{model}/versions/{version}/predict'
    >
  : Post<Routes, `/v1/models/${Model}/predict`, '/v1/models/{model}/predict'>;

type FieldsOf<Operation> = Operation extends {
  requestBody?: { content: { 'multipart/form-data': infer Form } };
}
  ? Omit<Form, 'file'>
  : Record<string, never>;

/** Fields of the form beside the files: `{ score_threshold: 0.4, labels: ['person'] }`. */
export type PredictFields = FieldsOf<Predict<paths, string, undefined>>;

export interface PredictFilesOptions<Fields = PredictFields, Version = string | number | undefined> {
  /** A version's number or alias; the newest served version when absent. */
  version?: Version;
  /** Options of the model's task; the model's own where absent. */
  fields?: Fields;
  headers?: Record<string, string>;
  /** Ends the call; the service then stops work on it. */
  signal?: AbortSignal;
}

/**
 * Predicts on one file or several as multipart/form-data, which saves the third that base64 adds. Where the client has types by
 * model, fields and answer are those of the model.
 *
 * @returns the answer as every call of the client has it. `data` is a prediction for one file, and for several files a list with
 *   an item for each, in their order: `'items' in data` tells them apart
 */
export async function predictFiles<
  Routes extends object,
  const Model extends string,
  const Version extends string | number | undefined = undefined,
>(
  client: SibylClient<Routes>,
  model: Model,
  files: PredictFile | readonly PredictFile[],
  options: PredictFilesOptions<FieldsOf<Predict<Routes, Model, Version>>, Version> = {},
): Promise<FetchResponse<Predict<Routes, Model, Version> & object, object, 'application/json'>> {
  const { version, fields = {}, headers, signal } = options;
  const generic = client as unknown as SibylClient;
  // The document describes the fields of the form; openapi-fetch sends a FormData as it is, with the boundary that fetch makes.
  const init = { body: toForm(files, fields) as never, headers, signal: signal ?? null };
  const answer: unknown = await (version === undefined
    ? generic.POST('/v1/models/{model}/predict', { ...init, params: { path: { model } } })
    : generic.POST('/v1/models/{model}/versions/{version}/predict', {
        ...init,
        params: { path: { model, version: String(version) } },
      }));
  return answer as FetchResponse<Predict<Routes, Model, Version> & object, object, 'application/json'>;
}

function toForm(files: PredictFile | readonly PredictFile[], fields: object): FormData {
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
