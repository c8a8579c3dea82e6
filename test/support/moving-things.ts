import sharp from 'sharp';

import { CELL, CELL_DETECTOR, cellDetector, cellPixels, GRID } from '../fixtures/cell-detector.js';
import { send } from './http.js';
import { makeModelDir } from './models.js';

/** A thing in a picture: where, what, how sure. */
export interface Thing {
  readonly column: number;
  readonly row?: number;
  readonly label?: 'red' | 'green' | 'blue';
  readonly score?: number;
}

/** Things as wide as four cells, so that one that moves by a cell overlaps with where it was. */
const WIDTH = 4;

/** A model folder with one detector, `things`, that keeps its answers as pictures. The caller removes it. */
export function thingsDir(): string {
  const detector = CELL_DETECTOR.replace('score_threshold: 0.5', 'score_threshold: 0.2');
  const manifest = `${detector.trimEnd()}\nhistory: {store_result: drawn}\n`;
  const model = cellDetector(() => WIDTH);
  return makeModelDir([{ name: 'things', files: { 'model.yaml': manifest, '1/model.onnx': model } }]);
}

/** A PNG on which the detector finds these things. */
export async function pictureOf(things: readonly Thing[]): Promise<Uint8Array> {
  const cells = things.map(({ column, row = 0, label = 'red', score = 0.8 }) => {
    const level = Math.round(score * 255);
    const colour = ['red', 'green', 'blue'].map((name) => (name === label ? level : 0));
    return { column, row, colour: colour as [number, number, number], fill: [0, 0, 0] as const };
  });
  const side = GRID * CELL;
  const raw = { width: side, height: side, channels: 3 } as const;
  return Uint8Array.from(await sharp(cellPixels(cells), { raw }).png().toBuffer());
}

/** Sends pictures into a session in one request. */
export async function look(
  { url }: { url: string },
  id: string,
  pictures: readonly (readonly Thing[])[],
  capturedAt?: string | number,
  headers: Record<string, string> = {},
) {
  const form = new FormData();
  for (const things of pictures) {
    const bytes = await pictureOf(things);
    form.append('file', new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/png' }), 'a.png');
  }
  const query = capturedAt === undefined ? '' : `?captured_at=${encodeURIComponent(capturedAt)}`;
  return send(`${url}/v1/sessions/${id}/detect${query}`, { method: 'POST', body: form, headers });
}

/** Ids of the boxes of an answer, best score first. */
export function trackIds(body: { result: { detections: { track_id: number | null }[] } }): (number | null)[] {
  return body.result.detections.map(({ track_id }) => track_id);
}
