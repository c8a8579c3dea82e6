import sharp from 'sharp';

import type { DecodeLimits } from '../executor-protocol.js';
import type { Detection } from '../tasks/task-io.js';
import { Canvas } from './draw-canvas.js';
import { classColor, drawStyle, textColor } from './draw-style.js';
import { drawResult } from './draw.js';

const LIMITS: DecodeLimits = { formats: ['jpeg', 'png'], maxPixels: 1e6, timeoutSeconds: 5 };
const GREY = { r: 128, g: 128, b: 128 };

const picture = (width: number, height: number, orientation = 1): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: GREY } })
    .jpeg()
    .withMetadata({ orientation })
    .toBuffer();

async function draw(
  bytes: Uint8Array,
  detections: Detection[],
): Promise<{ data: Buffer; width: number; height: number }> {
  const { bytes: png } = await drawResult(
    bytes,
    LIMITS,
    { detections, image: { width: 0, height: 0 } },
    'png',
  );
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

const found = (
  label: string,
  x: number,
  y: number,
  width: number,
  height: number,
  classId = 0,
): Detection => ({
  label,
  class_id: classId,
  score: 0.9,
  box: { x, y, width, height },
});

describe('drawResult', () => {
  it('frames the box in the colour of its class and leaves the inside alone', async () => {
    const { data, width } = await draw(await picture(200, 150), [found('bus', 40, 60, 100, 50, 5)]);
    const at = (x: number, y: number): number[] => [
      ...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
    ];
    expect(at(40, 90)).toEqual(classColor(5));
    expect(at(139, 90)).toEqual(classColor(5));
    expect(at(90, 109)).toEqual(classColor(5));
    expect(at(90, 85)).toEqual([128, 128, 128]);
  });

  it('marks points', async () => {
    const face = { ...found('face', 40, 60, 100, 50, 5), keypoints: [{ x: 90, y: 85 }] };
    const { data, width } = await draw(await picture(200, 150), [face]);
    const at = (x: number, y: number): number[] => [
      ...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
    ];
    expect(at(90, 85)).toEqual(classColor(5));
    expect(at(96, 85)).toEqual([128, 128, 128]);
  });

  it.each(['bus', '火災', 'حفرة', '<b>&amp;', 'a\nb\u0000c', '\ud800', ''])(
    'writes the label %j',
    async (label) => {
      const { data, width } = await draw(await picture(200, 150), [found(label, 20, 60, 150, 60, 2)]);
      const [red, green, blue] = textColor(classColor(2));
      let inked = 0;
      for (let y = 40; y < 60; y += 1)
        for (let x = 20; x < 180; x += 1) {
          const i = (y * width + x) * 3;
          if (data[i] === red && data[i + 1] === green && data[i + 2] === blue) inked += 1;
        }
      expect(inked).toBeGreaterThan(10);
    },
  );

  it('turns the picture upright and carries no metadata', async () => {
    const bytes = await picture(80, 40, 6);
    const result = { detections: [found('x', -20, -20, 500, 500)], image: { width: 40, height: 80 } };
    const drawn = await drawResult(bytes, LIMITS, result, 'jpeg');
    expect(drawn.mediaType).toBe('image/jpeg');
    const { width, height, exif, icc, orientation } = await sharp(drawn.bytes).metadata();
    expect({ width, height, exif, icc, orientation }).toEqual({ width: 40, height: 80 });
  });

  it('refuses what cannot be decoded', async () => {
    await expect(
      drawResult(Buffer.from('text'), LIMITS, { detections: [], image: { width: 1, height: 1 } }, 'png'),
    ).rejects.toMatchObject({ code: 'UNSUPPORTED_MEDIA_TYPE' });
  });
});

const canvas = (): Canvas => new Canvas(new Uint8Array(4 * 3 * 3), 4, 3);
const reds = ({ data }: Canvas): number[] => [...data].filter((_, i) => i % 3 === 0);

describe('Canvas', () => {
  it('frames inside the rectangle', () => {
    const drawn = canvas();
    drawn.frame(0, 0, 4, 3, 1, [9, 0, 0]);
    expect(reds(drawn)).toEqual([9, 9, 9, 9, 9, 0, 0, 9, 9, 9, 9, 9]);
  });

  it('leaves out what is outside', () => {
    const drawn = canvas();
    drawn.fill(-5, -5, 2, 1, [9, 0, 0]);
    drawn.fill(3, 2, 99, 99, [8, 0, 0]);
    drawn.stamp({ data: Uint8Array.of(255, 255, 255, 255), width: 2, height: 2 }, 3, -1, [7, 0, 0]);
    expect(reds(drawn)).toEqual([9, 9, 0, 7, 0, 0, 0, 0, 0, 0, 0, 8]);
  });

  it('mixes by the cover of the mask', () => {
    const drawn = canvas();
    drawn.stamp({ data: Uint8Array.of(0, 51, 255), width: 3, height: 1 }, 0, 0, [100, 0, 0]);
    expect(reds(drawn).slice(0, 3)).toEqual([0, 20, 100]);
  });
});

describe('style', () => {
  it('grows with the picture within bounds', () => {
    expect(drawStyle(100, 100).fontSize).toBe(12);
    expect(drawStyle(810, 1080).fontSize).toBe(22);
    expect(drawStyle(20_000, 20_000).fontSize).toBe(96);
  });

  it('gives 80 classes colours of their own', () => {
    const colors = Array.from({ length: 80 }, (_, classId) => classColor(classId).join());
    expect(new Set(colors).size).toBe(80);
  });

  it.each<[readonly [number, number, number], number]>([
    [[255, 255, 0], 0],
    [[0, 0, 160], 255],
  ])('writes on %j in %i', (ground, expected) => {
    expect(textColor(ground)).toEqual([expected, expected, expected]);
  });
});
