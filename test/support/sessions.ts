import { channelMeanClassifier } from '../fixtures/onnx-writer.js';
import { send } from './http.js';
import { makeModelDir } from './models.js';
import { solid } from './small-server.js';

/** A model folder with `colours`: names the colour of a picture. The caller removes it. */
export function coloursDir(): string {
  const manifest = 'labels: [red, green, blue]\ninput: {size: 16, mean: 0, std: 1, scale: 0.05}\n';
  const model = channelMeanClassifier({ batch: 'n', channels: 3, height: 16, width: 16 });
  return makeModelDir([{ name: 'colours', files: { 'model.yaml': manifest, '1/model.onnx': model } }]);
}

export const JSON_TYPE = { 'content-type': 'application/json' };

export function post(url: string, body?: object) {
  return send(url, { method: 'POST', ...(body ? { body: JSON.stringify(body), headers: JSON_TYPE } : {}) });
}

/** @returns the id of a new session */
export async function createSession({ url }: { url: string }, body: object = {}): Promise<string> {
  const { status, body: session } = await post(`${url}/v1/sessions`, body);
  expect(status).toBe(201);
  return session.session_id;
}

/** Sends a picture of one colour into a session. */
export async function detect({ url }: { url: string }, id: string, colour: string, query = '') {
  const form = new FormData();
  form.append('file', new Blob([Uint8Array.from(await solid(colour))], { type: 'image/png' }), 'a.png');
  return send(`${url}/v1/sessions/${id}/detect${query}`, { method: 'POST', body: form });
}
