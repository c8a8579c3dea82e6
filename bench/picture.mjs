import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import sharp from 'sharp';

const WIDTH = 1280;
const HEIGHT = 960;
const QUALITY = 85;
/** Characters of a JPEG comment that differ in every request, so that no two bodies have the same digest. */
const SLOT_LENGTH = 24;

/**
 * The JPEG that every request carries: the given file, else a sample of the model, else a drawn one. A comment segment
 * goes in right after the start of the file; what is written into it changes the digest and not the pixels.
 *
 * @returns {Promise<{ before: Buffer, after: Buffer, slotLength: number, whole: Buffer, describe: object }>} the bytes
 *   around the slot, and a whole picture with zeros in it
 */
export async function loadPicture(image, modelDir, model) {
  const file = image ?? sampleOf(join(modelDir, model, 'samples'));
  const jpeg = file ? readFileSync(file) : await drawPicture();
  if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8) throw new Error(`--image: ${file} is not a JPEG`);
  const segment = Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0, SLOT_LENGTH + 2]);
  const after = jpeg.subarray(2);
  const { width, height } = await sharp(jpeg).metadata();
  return {
    before: segment,
    after,
    slotLength: SLOT_LENGTH,
    whole: Buffer.concat([segment, Buffer.alloc(SLOT_LENGTH, '0'), after]),
    describe: {
      source: file ? basename(file) : 'drawn',
      width,
      height,
      kilobytes: Math.round(jpeg.length / 1024),
    },
  };
}

function sampleOf(folder) {
  if (!existsSync(folder)) return undefined;
  const first = readdirSync(folder)
    .toSorted()
    .find((name) => /\.jpe?g$/i.test(name));
  return first && join(folder, first);
}

/** About what a telephone's browser uploads after scaling down: edges, gradients and grain; always the same. */
async function drawPicture() {
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 3);
  let state = 1;
  for (let y = 0, at = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const grain = (state >>> 28) - 8;
      const inside = Math.hypot((x % 320) - 160, (y % 320) - 160) < 110 ? 90 : 0;
      pixels[at++] = clamp((200 * x) / WIDTH + grain + inside);
      pixels[at++] = clamp((180 * y) / HEIGHT + grain + 30);
      pixels[at++] = clamp(140 - inside + grain);
    }
  }
  return sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .jpeg({ quality: QUALITY })
    .toBuffer();
}

function clamp(value) {
  return Math.max(0, Math.min(255, value));
}
