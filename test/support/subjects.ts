import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { send, waitFor } from './http.js';
import { makeModelDir } from './models.js';
import { type RunningServer, startServer } from './server.js';

const MODELS = join(__dirname, '../../models');
export const DIARY_MODELS = ['adherence', 'mood-state', 'relapse-risk', 'sleep-quality'];
export const LOAD_MS = 120_000;
export const readModelFile = (path: string) => JSON.parse(readFileSync(join(MODELS, path), 'utf8'));
export const DIARY: { records: { date: string; values: Record<string, unknown> }[] } = readModelFile(
  'mood-state/samples/check-ins.json',
);

/** Deadlines are generous: on a busy machine four models take their time to load. */
const ENV = { REQUEST_TIMEOUT_SECONDS: '120', INFERENCE_TIMEOUT_SECONDS: '60' };

/** A model folder with the tabular starter models. The caller removes it. */
export function tabularModels(): string {
  return makeModelDir(
    [...DIARY_MODELS, 'skill-weakness'].map((name) => ({
      name,
      files: {
        'model.yaml': { copyOf: join(MODELS, name, 'model.yaml') },
        '1/model.onnx': { copyOf: join(MODELS, name, '1/model.onnx') },
      },
    })),
  );
}

export const urlOf = (server: { url: string }, id: string, path = '') =>
  `${server.url}/v1/subjects/${id}${path}`;

export function put(server: { url: string }, id: string, body: object) {
  const headers = { 'content-type': 'application/json' };
  return send(urlOf(server, id, '/records'), { method: 'PUT', headers, body: JSON.stringify(body) });
}

export const ask = (server: { url: string }, id: string, search = '', headers: Record<string, string> = {}) =>
  send(urlOf(server, id, `/predictions${search}`), { headers });

export const history = async (server: { url: string }, id: string) =>
  (await send(`${server.url}/v1/predictions?subject_id=${id}`)).body.items as unknown[];

/** Waits for the database; models load when they are asked. */
export async function readyServer(
  modelDir: string,
  env: Record<string, string> = {},
): Promise<RunningServer> {
  const server = await startServer({ modelDir, env: { ...ENV, READINESS_STRICT: 'none', ...env } });
  await waitFor(async () => (await send(`${server.url}/v1/predictions`)).status === 200, {
    what: 'the database',
    timeoutMs: LOAD_MS,
  });
  return server;
}
