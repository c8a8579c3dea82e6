import sharp, { type Sharp } from 'sharp';

import type { DecodeLimits } from '../executor-protocol.js';
import type { ImageInputSpec } from '../model-spec.js';
import type { Box } from '../tasks/task-io.js';
import { decodeImage, lockLoaders } from './decode.js';
import { fillImageTensor } from './preprocess.js';
import { cutOut } from './region.js';

const LIMITS: DecodeLimits = { formats: ['jpeg', 'png'], maxPixels: 4e6, timeoutSeconds: 5 };

const input = (width: number, height: number): ImageInputSpec => ({
  tensor: 'image',
  type: 'uint8',
  layout: 'NHWC',
  color: 'RGB',
  width,
  height,
  fit: 'stretch',
  pad: 0,
  scale: 1,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  resample: 'bilinear',
});

const noise = (width: number, height: number): Sharp =>
  sharp(
    Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7919) % 251),
    { raw: { width, height, channels: 3 } },
  );

/** As a detector rounds. */
const tenth = (value: number): number => Math.round(value * 10) / 10;

beforeAll(() => lockLoaders(LIMITS.formats));

describe('cutOut', () => {
  // x1, y1, x2, y2 in tenths of a pixel, as detectors give them.
  it.each<[string, number[], number[]]>([
    ['rounds every edge by itself', [113.7, 411.8, 151.8, 466.4], [114, 412, 38, 54]],
    ['rounds a far edge of .5 up whatever its sum says', [82.7, 51.6, 382.5, 480.3], [83, 52, 300, 428]],
    ['keeps one pixel of a region without any', [10.2, 20.3, 10.4, 20.4], [10, 20, 1, 1]],
    ['cuts off what sticks out', [-20, -0.6, 900, 30.2], [0, 0, 810, 30]],
    ['keeps the last pixel of a region outside', [2000, 3000, 2010, 3010], [809, 1079, 1, 1]],
    ['keeps the first pixel of a region outside', [-30, -40, -10, -20], [0, 0, 1, 1]],
  ])('%s', (_what, [x1, y1, x2, y2], [left, top, width, height]) => {
    const region: Box = { x: x1!, y: y1!, width: tenth(x2! - x1!), height: tenth(y2! - y1!) };
    expect(cutOut(region, 810, 1080)).toEqual({
      left,
      top,
      width,
      height,
      pictureWidth: 810,
      pictureHeight: 1080,
    });
  });
});

describe('decodeImage of a region', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'gives the pixels of the upright picture, orientation %i',
    async (orientation) => {
      const bytes = await noise(64, 48).png().withMetadata({ orientation }).toBuffer();
      const part = { left: 5, top: 11, width: 30, height: 20 };
      const region = { x: 5, y: 11, width: 30, height: 20 };
      const image = await decodeImage(bytes, LIMITS, input(30, 20), { region });
      const tensor = new Uint8Array(30 * 20 * 3);
      fillImageTensor(image, input(30, 20), tensor, 0);
      const expected = await sharp(bytes).autoOrient().extract(part).raw().toBuffer();
      expect(Buffer.from(tensor).equals(expected)).toBe(true);
    },
  );

  it('never reduces while it decodes, however large the region is', async () => {
    const bytes = await noise(1600, 1200).jpeg().toBuffer();
    const region = { x: 100, y: 100, width: 1400, height: 1000 };
    const image = await decodeImage(bytes, LIMITS, input(16, 16), { region });
    expect([image.width, image.height]).toEqual([1400, 1000]);
    const part = { left: 100, top: 100, width: 1400, height: 1000 };
    const expected = await sharp(bytes).extract(part).raw().toBuffer();
    expect(Buffer.from(image.data).equals(expected)).toBe(true);
  });

  it('gives a resampler of the decoder the region alone', async () => {
    const bytes = await noise(64, 48).png().toBuffer();
    const spec = { ...input(10, 8), resample: 'lanczos3' as const };
    const image = await decodeImage(bytes, LIMITS, spec, { region: { x: 5, y: 11, width: 30, height: 20 } });
    const part = { left: 5, top: 11, width: 30, height: 20 };
    const cut = await sharp(bytes).extract(part).png().toBuffer();
    const expected = await sharp(cut).resize(10, 8, { fit: 'fill', kernel: 'lanczos3' }).raw().toBuffer();
    expect(Buffer.from(image.data).equals(expected)).toBe(true);
  });
});
