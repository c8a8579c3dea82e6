import sharp, { type Sharp } from 'sharp';

import type { DecodeLimits } from '../executor-protocol.js';
import { decodeImage, lockLoaders, type DecodeTarget } from './decode.js';

const LIMITS: DecodeLimits = { formats: ['jpeg', 'png', 'webp'], maxPixels: 1e6, timeoutSeconds: 5 };
const TARGET: DecodeTarget = { width: 64, height: 64, fit: 'stretch', color: 'RGB', resample: 'bilinear' };

const plain = (width = 40, height = 30, background = { r: 200, g: 100, b: 50 }): Sharp =>
  sharp({ create: { width, height, channels: 3, background } });

const noise = (width: number, height: number): Sharp =>
  sharp(
    Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7919) % 251),
    { raw: { width, height, channels: 3 } },
  );

// Made before the loaders are closed, as gif and tiff are not accepted here.
const made = (async () => ({
  jpeg: await noise(64, 48).jpeg().toBuffer(),
  png: await noise(64, 48).png().toBuffer(),
  webp: await plain().webp({ lossless: true }).toBuffer(),
  gif: await plain().gif().toBuffer(),
  tiff: await plain().tiff().toBuffer(),
}))();

beforeAll(async () => {
  await made;
  lockLoaders(LIMITS.formats);
});

describe('decodeImage', () => {
  it.each([
    ['RGB PNG', async () => plain().png().toBuffer(), 3, [200, 100, 50]],
    ['lossless WebP', async () => (await made).webp, 3, [200, 100, 50]],
    ['palette PNG', async () => plain().png({ palette: true }).toBuffer(), 3, [200, 100, 50]],
    ['16-bit PNG', async () => plain().toColourspace('rgb16').png().toBuffer(), 3, [200, 100, 50]],
    [
      'grey PNG',
      async () => plain(40, 30, { r: 90, g: 90, b: 90 }).toColourspace('b-w').png().toBuffer(),
      1,
      [90],
    ],
    [
      'transparent PNG, on white',
      async () =>
        sharp({ create: { width: 40, height: 30, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
          .png()
          .toBuffer(),
      3,
      [255, 255, 255],
    ],
    [
      'half transparent PNG, on white',
      async () =>
        sharp({
          create: { width: 40, height: 30, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0.5 } },
        })
          .png()
          .toBuffer(),
      3,
      [127, 127, 127],
    ],
  ])('gives 8-bit pixels of a %s', async (_name, make, channels, expected) => {
    const image = await decodeImage(await make(), LIMITS, TARGET);
    expect(image.channels).toBe(channels);
    expect(image.data).toHaveLength(40 * 30 * channels);
    const first = [...image.data.subarray(0, channels)];
    first.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(1));
  });

  it('converts CMYK to colours near those that a viewer shows', async () => {
    const bytes = await plain(16, 16, { r: 220, g: 30, b: 30 }).toColourspace('cmyk').jpeg().toBuffer();
    const { data, channels } = await decodeImage(bytes, LIMITS, TARGET);
    expect(channels).toBe(3);
    expect(data[0]! - data[1]!).toBeGreaterThan(100);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('tells orientation %i and the upright size', async (orientation) => {
    const bytes = await plain(40, 30).jpeg().withMetadata({ orientation }).toBuffer();
    const image = await decodeImage(bytes, LIMITS, TARGET);
    expect([image.orientation, image.width, image.height]).toEqual([orientation, 40, 30]);
    expect([image.fullWidth, image.fullHeight]).toEqual(orientation >= 5 ? [30, 40] : [40, 30]);
  });

  it('takes the first frame of an animation', async () => {
    const frames = Buffer.concat([Buffer.alloc(8 * 8 * 3, 10), Buffer.alloc(8 * 8 * 3, 240)]);
    const bytes = await sharp(frames, { raw: { width: 8, height: 16, channels: 3, pageHeight: 8 } })
      .webp({ lossless: true })
      .toBuffer();
    const image = await decodeImage(bytes, LIMITS, TARGET);
    expect([image.fullWidth, image.fullHeight, image.data[0]]).toEqual([8, 8, 10]);
  });

  it('reduces a much larger JPEG while decoding, and says its full size', async () => {
    const bytes = await plain(800, 600).jpeg().toBuffer();
    const image = await decodeImage(bytes, LIMITS, { ...TARGET, width: 64, height: 64, fit: 'letterbox' });
    expect([image.width, image.height]).toEqual([267, 200]);
    expect([image.fullWidth, image.fullHeight]).toEqual([800, 600]);
  });

  it('gives lanczos3 pictures in the size of the input, turned as stored', async () => {
    const bytes = await plain(80, 40).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    const target: DecodeTarget = { ...TARGET, fit: 'letterbox', resample: 'lanczos3' };
    const image = await decodeImage(bytes, LIMITS, target);
    expect([image.width, image.height]).toEqual([64, 32]);
  });
});

describe('decodeImage refuses', () => {
  it.each(['gif', 'tiff'] as const)('%s when it is not accepted', async (format) => {
    await expect(decodeImage((await made)[format], LIMITS, TARGET)).rejects.toMatchObject({
      code: 'UNSUPPORTED_MEDIA_TYPE',
      message: `image/${format} is not accepted; send image/jpeg, image/png, image/webp`,
    });
  });

  it.each([
    ['text', Buffer.from('hello')],
    ['nothing', Buffer.alloc(0)],
    ['BMP', Buffer.from('BM\x36\0\0\0')],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
  ])('%s', async (_what, bytes) => {
    await expect(decodeImage(bytes, LIMITS, TARGET)).rejects.toMatchObject({
      code: 'UNSUPPORTED_MEDIA_TYPE',
    });
  });

  it('too many pixels, naming the size', async () => {
    const bytes = await plain(1200, 1000).png().toBuffer();
    await expect(decodeImage(bytes, LIMITS, TARGET)).rejects.toMatchObject({
      code: 'TOO_MANY_PIXELS',
      message: 'the picture has 1200 x 1000 pixels; at most 1 megapixels are accepted',
    });
  });

  it.each([
    ['jpeg', 0.5, 'the JPEG picture cannot be decoded: the file ends too early'],
    ['png', 0.5, 'the PNG picture cannot be decoded: its content is damaged'],
  ] as const)('a %s cut at %d of its length', async (format, part, message) => {
    const whole = (await made)[format];
    const cut = whole.subarray(0, Math.floor(whole.length * part));
    await expect(decodeImage(cut, LIMITS, TARGET)).rejects.toMatchObject({
      code: 'UNDECODABLE_IMAGE',
      message,
    });
  });

  it('a damaged header', async () => {
    const bytes = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(64, 0xff)]);
    await expect(decodeImage(bytes, LIMITS, TARGET)).rejects.toMatchObject({ code: 'UNDECODABLE_IMAGE' });
  });
});

describe('decodeImage forgives', () => {
  it('stray bytes in front of a marker and behind the picture', async () => {
    const { jpeg } = await made;
    const odd = Buffer.concat([
      jpeg.subarray(0, 2),
      Buffer.from([0xff, 0xff]),
      jpeg.subarray(2),
      Buffer.alloc(99),
    ]);
    expect((await decodeImage(odd, LIMITS, TARGET)).fullWidth).toBe(64);
  });

  it('broken EXIF', async () => {
    const { jpeg } = await made;
    const exif = Buffer.from('\xff\xe1\0\x10Exif\0\0MM\0*\xff\xff\xff\xff', 'latin1');
    const odd = Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]);
    expect((await decodeImage(odd, LIMITS, TARGET)).orientation).toBe(1);
  });
});
