import sharp from 'sharp';

import type { ImageInputSpec, ModelSpec } from '../model-spec.js';
import { debugPreprocess } from './preprocess-debug.js';

const LIMITS = { formats: ['png'], maxPixels: 1e6, timeoutSeconds: 5 };

const input = (changes: Partial<ImageInputSpec>): ImageInputSpec => ({
  tensor: 'images',
  type: 'float32',
  layout: 'NCHW',
  color: 'RGB',
  width: 4,
  height: 4,
  fit: 'letterbox',
  pad: 114,
  scale: 1 / 255,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
  resample: 'bilinear',
  ...changes,
});

const specOf = (image: ImageInputSpec): ModelSpec =>
  ({
    inputs: [{ name: 'images', type: image.type, dims: ['n', 3, 4, 4] }],
    task: { image },
  }) as unknown as ModelSpec;

/** Two rows of red 200, green 100, blue 50 over two of red 10, green 20, blue 30; 4 x 4. */
function picture(width = 4, height = 4): Promise<Buffer> {
  const data = Buffer.alloc(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    data.set(pixel < (width * height) / 2 ? [200, 100, 50] : [10, 20, 30], pixel * 3);
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

async function debug(
  changes: Partial<ImageInputSpec>,
  bytes?: Buffer,
  region?: Parameters<typeof debugPreprocess>[1],
) {
  const image = input(changes);
  const report = await debugPreprocess(bytes ?? (await picture()), region, specOf(image), LIMITS);
  const read = sharp(report.picture);
  const { channels } = await read.metadata();
  const pixels = [...(await (channels === 1 ? read.toColourspace('b-w') : read).raw().toBuffer())];
  return { report, pixels, channels };
}

const UPRIGHT = [
  ...Array.from({ length: 8 }, () => [200, 100, 50]),
  ...Array.from({ length: 8 }, () => [10, 20, 30]),
].flat();

describe('debugPreprocess', () => {
  it.each<[string, Partial<ImageInputSpec>]>([
    ['float32 NCHW RGB', {}],
    ['float32 NHWC RGB', { layout: 'NHWC' }],
    ['float32 NCHW BGR', { color: 'BGR' }],
    ['float16 NHWC BGR', { layout: 'NHWC', color: 'BGR', type: 'float16' }],
    ['uint8', { type: 'uint8', scale: 1, mean: [0, 0, 0], std: [1, 1, 1] }],
    ['int8', { type: 'int8', scale: 1, mean: [128, 128, 128], std: [1, 1, 1] }],
    ['a negative divisor', { std: [-1, -1, -1], mean: [0, 0, 0] }],
  ])('gives the pixels back from %s', async (_, changes) => {
    const { pixels } = await debug(changes);
    expect(pixels).toEqual(UPRIGHT);
  });

  it('gives a grey picture back as grey', async () => {
    const { report, pixels, channels } = await debug({ color: 'GRAY', mean: [0], std: [1] });
    expect(channels).toBe(1);
    // ITU-R BT.601: 0.299, 0.587, 0.114.
    expect([pixels[0], pixels[15]]).toEqual([124, 18]);
    expect(report.channels.map(({ channel }) => channel)).toEqual(['gray']);
  });

  it('shows the border and says where the picture lies', async () => {
    const { report, pixels } = await debug({}, await picture(4, 2));
    expect(report.placement).toEqual({
      imageWidth: 4,
      imageHeight: 2,
      scaleX: 1,
      scaleY: 1,
      offsetX: 0,
      offsetY: 1,
    });
    expect(pixels.slice(0, 12)).toEqual(Array(12).fill(114));
    expect(pixels.slice(12, 15)).toEqual([200, 100, 50]);
  });

  it('counts each channel in the order of the tensor', async () => {
    const { report } = await debug({ color: 'BGR', mean: [0, 0, 0], std: [1, 1, 1], scale: 1 });
    expect(report.channels).toEqual([
      { channel: 'blue', min: 30, max: 50, mean: 40, std: 10 },
      { channel: 'green', min: 20, max: 100, mean: 60, std: 40 },
      { channel: 'red', min: 10, max: 200, mean: 105, std: 95 },
    ]);
    expect(report.tensor).toEqual({ name: 'images', type: 'float32', dims: [1, 3, 4, 4] });
    expect(report.firstValues).toEqual([...Array(8).fill(50), ...Array(8).fill(30)]);
  });

  it('looks at a part of the picture', async () => {
    const { report, pixels } = await debug({}, undefined, { x: 0, y: 1.6, width: 2, height: 1.6 });
    expect(report.region).toEqual({ x: 0, y: 2, width: 2, height: 1 });
    expect(report.placement).toMatchObject({ imageWidth: 2, imageHeight: 1 });
    expect(new Set(pixels)).toEqual(new Set([114, 10, 20, 30]));
  });

  it('shows values that the type cut off as the model got them', async () => {
    const { report, pixels } = await debug({ type: 'int8', scale: 1, mean: [0, 0, 0], std: [1, 1, 1] });
    expect(report.channels[0]).toMatchObject({ channel: 'red', max: 127 });
    expect(pixels.slice(0, 3)).toEqual([127, 100, 50]);
  });

  it('refuses a model that takes no pictures', async () => {
    const spec = { task: { kind: 'tensor' } } as ModelSpec;
    await expect(debugPreprocess(await picture(), undefined, spec, LIMITS)).rejects.toMatchObject({
      code: 'NO_INPUT',
    });
  });
});
