import { crc32, deflateSync } from 'node:zlib';

/** A seven, eight pixels high at 28 to one: strokes as a person draws them, white on black. */
const DIGIT_SIZE = 28;
const STROKE = 1.6;
const SEVEN: readonly (readonly [number, number, number, number])[] = [
  [7, 7, 20, 7],
  [20, 7, 12, 22],
];
const SCENE_SIZE = 128;

/**
 * A picture of this project's own to record golden samples on: a digit, or a scene of plain shapes. The same bytes at every call.
 * A scene shows nothing that a detector looks for: it pins the numbers down, not what the model is good for.
 */
export function drawnSample(kind: 'scene' | 'digit'): Uint8Array {
  return kind === 'digit' ? png(DIGIT_SIZE, seven) : png(SCENE_SIZE, scene);
}

type Shade = (x: number, y: number) => readonly [number, number, number];

function seven(x: number, y: number): readonly [number, number, number] {
  const nearest = Math.min(...SEVEN.map((stroke) => distance(x, y, stroke)));
  const value = Math.round(255 * Math.min(1, Math.max(0, STROKE + 0.5 - nearest)));
  return [value, value, value];
}

/** Sky, ground, a round shape and a square one. */
function scene(x: number, y: number): readonly [number, number, number] {
  if (Math.hypot(x - 44, y - 50) < 22) return [222, 184, 150];
  if (x > 80 && x < 112 && y > 56 && y < 100) return [60 + x, 70, 60];
  return y < 84 ? [120, 160 + Math.round(y / 2), 220] : [70, 110 - Math.round((y - 84) / 2), 60];
}

function distance(x: number, y: number, [x1, y1, x2, y2]: readonly [number, number, number, number]): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
}

/** @see https://www.w3.org/TR/png-3/ : 8-bit RGB, no filter */
function png(size: number, shade: Shade): Uint8Array {
  const rows = Buffer.alloc(size * (1 + 3 * size));
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) rows.set(shade(x, y), y * (1 + 3 * size) + 1 + 3 * x);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
