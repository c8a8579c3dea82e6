import type { ImageInputSpec } from '../model-spec.js';
import type { DecodedImage } from './decode.js';
import { float16Bits } from '../tasks/float16.js';
import { fillImageTensor } from './preprocess.js';

const WIDTH = 9;
const HEIGHT = 7;
const pixel = (x: number, y: number, channel: number): number =>
  (x * 37 + y * 91 + channel * 53 + x * y * 11) % 256;

function picture(width = WIDTH, height = HEIGHT, channels: 1 | 3 = 3, orientation = 1): DecodedImage {
  const data = new Uint8Array(width * height * channels);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      for (let channel = 0; channel < channels; channel += 1) data[at++] = pixel(x, y, channel);
  const isTurned = orientation >= 5;
  const fullWidth = isTurned ? height : width;
  const fullHeight = isTurned ? width : height;
  return { data, width, height, channels, orientation, fullWidth, fullHeight };
}

function input(changes: Partial<ImageInputSpec>): ImageInputSpec {
  return {
    tensor: 'images',
    type: 'uint8',
    layout: 'NCHW',
    color: 'RGB',
    width: 4,
    height: 3,
    fit: 'stretch',
    pad: 114,
    scale: 1,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    resample: 'bilinear',
    ...changes,
  };
}

function fill(image: DecodedImage, spec: ImageInputSpec): Uint8Array {
  const out = new Uint8Array(spec.width * spec.height * (spec.color === 'GRAY' ? 1 : 3)).fill(7);
  fillImageTensor(image, spec, out, 0);
  return out;
}

const firstPlane = (out: Uint8Array, { width, height }: ImageInputSpec): number[] => [
  ...out.subarray(0, width * height),
];

const UP = { width: 11, height: 8 };
const CV_UP = [
  0, 27, 57, 87, 118, 148, 178, 209, 122, 13, 40, 74, 107, 145, 182, 182, 50, 87, 125, 140, 152, 185, 153,
  194, 143, 109, 140, 120, 165, 99, 80, 126, 166, 89, 136, 129, 131, 158, 94, 147, 129, 142, 156, 99, 57, 111,
  111, 122, 156, 100, 70, 110, 171, 193, 143, 136, 139, 91, 80, 134, 138, 63, 100, 133, 159, 220, 168, 85,
  105, 165, 173, 80, 118, 186, 169, 119, 152, 34, 109, 193, 184, 106, 190, 65, 102, 187, 201, 90,
];
const PILLOW_CUBIC_UP = [
  0, 22, 54, 83, 115, 151, 181, 230, 124, 0, 36, 70, 102, 151, 206, 201, 37, 71, 125, 149, 163, 198, 170, 225,
  144, 86, 136, 130, 187, 84, 51, 123, 177, 83, 137, 128, 134, 168, 90, 164, 134, 147, 161, 77, 35, 108, 111,
  124, 168, 96, 49, 103, 192, 214, 136, 145, 158, 78, 52, 134, 149, 47, 88, 123, 155, 243, 185, 67, 91, 183,
  190, 68, 122, 215, 175, 99, 153, 25, 105, 214, 193, 91, 194, 51, 88, 202, 216, 82,
];

const RESAMPLES: readonly ImageInputSpec['resample'][] = [
  'bilinear',
  'antialias',
  'bicubic',
  'lanczos3',
  'nearest',
  'nearest-exact',
];

describe('fillImageTensor: resampling', () => {
  // Red of the test picture, by opencv-python 5.0.0 and Pillow 13.0.0.
  it.each<[string, number, Partial<ImageInputSpec>, number[]]>([
    ['INTER_LINEAR, smaller', 1, {}, [88, 188, 117, 131, 61, 218, 120, 181, 97, 174, 122, 135]],
    ['INTER_LINEAR, larger', 1, UP, CV_UP],
    ['INTER_NEAREST', 0, { resample: 'nearest' }, [0, 74, 148, 222, 182, 44, 162, 24, 108, 14, 176, 82]],
    [
      'Pillow NEAREST',
      0,
      { resample: 'nearest-exact' },
      [139, 235, 75, 171, 87, 227, 111, 251, 35, 219, 147, 75],
    ],
    [
      'Pillow BICUBIC',
      0,
      { resample: 'bicubic' },
      [102, 135, 133, 115, 122, 127, 113, 155, 115, 139, 119, 161],
    ],
    ['Pillow BICUBIC, larger', 0, { ...UP, resample: 'bicubic' }, PILLOW_CUBIC_UP],
    [
      'Pillow BILINEAR',
      0,
      { resample: 'antialias' },
      [106, 133, 130, 118, 117, 131, 117, 152, 118, 137, 121, 158],
    ],
    [
      'Pillow LANCZOS',
      0,
      { resample: 'lanczos3' },
      [102, 137, 133, 113, 125, 127, 111, 157, 112, 137, 119, 164],
    ],
  ])('gives what %s gives, to within %i', (_name, tolerance, changes, expected) => {
    const spec = input(changes);
    const got = firstPlane(fill(picture(), spec), spec);
    const worst = Math.max(...got.map((value, i) => Math.abs(value - expected[i]!)));
    expect(worst).toBeLessThanOrEqual(tolerance);
  });

  it.each(RESAMPLES)('copies a picture of the right size with %s', (resample) => {
    const spec = input({ width: WIDTH, height: HEIGHT, layout: 'NHWC', resample });
    expect(fill(picture(), spec)).toEqual(picture().data);
  });

  it.each(RESAMPLES)('keeps a plain picture plain with %s', (resample) => {
    const plain = { ...picture(50, 40), data: new Uint8Array(50 * 40 * 3).fill(200) };
    expect(new Set(fill(plain, input({ resample })))).toEqual(new Set([200]));
  });
});

/** The upright pixel (x, y) of a picture that is stored turned (CIPA DC-008, Orientation). */
const UPRIGHT: Record<number, (x: number, y: number) => [number, number]> = {
  1: (x, y) => [x, y],
  2: (x, y) => [WIDTH - 1 - x, y],
  3: (x, y) => [WIDTH - 1 - x, HEIGHT - 1 - y],
  4: (x, y) => [x, HEIGHT - 1 - y],
  5: (x, y) => [y, x],
  6: (x, y) => [y, HEIGHT - 1 - x],
  7: (x, y) => [WIDTH - 1 - y, HEIGHT - 1 - x],
  8: (x, y) => [WIDTH - 1 - y, x],
};

describe('fillImageTensor: orientation', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('turns orientation %i upright', (orientation) => {
    const image = picture(WIDTH, HEIGHT, 3, orientation);
    const spec = input({ width: image.fullWidth, height: image.fullHeight });
    const out = fill(image, spec);
    for (let y = 0; y < spec.height; y += 1) {
      for (let x = 0; x < spec.width; x += 1) {
        const [storedX, storedY] = UPRIGHT[orientation]!(x, y);
        expect(out[y * spec.width + x]).toBe(pixel(storedX, storedY, 0));
      }
    }
  });

  it.each<[ImageInputSpec['fit'], ImageInputSpec['resample']]>(
    (['letterbox', 'letterbox-top-left', 'contain', 'center-crop', 'stretch'] as const).flatMap((fit) =>
      (['bilinear', 'antialias', 'lanczos3'] as const).map(
        (resample): [ImageInputSpec['fit'], ImageInputSpec['resample']] => [fit, resample],
      ),
    ),
  )('gives the same tensor for %s, %s whichever way the same picture is stored', (fit, resample) => {
    const upright = picture(20, 12);
    const spec = input({ fit, resample, width: 8, height: 8 });
    const turned = { ...upright, data: new Uint8Array(20 * 12 * 3), width: 12, height: 20, orientation: 8 };
    for (let y = 0; y < 12; y += 1)
      for (let x = 0; x < 20; x += 1)
        for (let c = 0; c < 3; c += 1)
          turned.data[(x * 12 + (12 - 1 - y)) * 3 + c] = upright.data[(y * 20 + x) * 3 + c]!;
    const got = fill(turned, spec);
    const expected = fill(upright, spec);
    // Lanczos overshoots, and which direction is cut to 0-255 first depends on how the picture lies.
    const tolerance = resample === 'lanczos3' ? 8 : 1;
    got.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(tolerance));
  });
});

describe('fillImageTensor: layout, colour and type', () => {
  const size = { width: WIDTH, height: HEIGHT };
  const area = WIDTH * HEIGHT;

  it.each<[ImageInputSpec['layout'], ImageInputSpec['color'], number, number, number]>([
    ['NCHW', 'RGB', 1, area, 0],
    ['NCHW', 'BGR', 1, area, 2],
    ['NHWC', 'RGB', 3, 1, 0],
    ['NHWC', 'BGR', 3, 1, 2],
  ])('writes %s %s', (layout, color, pixelStep, channelStep, redChannel) => {
    const out = fill(picture(), input({ ...size, layout, color }));
    for (let at = 0; at < area; at += 1) {
      const [x, y] = [at % WIDTH, Math.floor(at / WIDTH)];
      for (const channel of [0, 1, 2]) {
        const plane = Math.abs(redChannel - channel);
        expect(out[at * pixelStep + plane * channelStep]).toBe(pixel(x, y, channel));
      }
    }
  });

  it('gives a grey picture to every channel', () => {
    const out = fill(picture(WIDTH, HEIGHT, 1), input(size));
    expect(out.subarray(0, area)).toEqual(out.subarray(area, 2 * area));
    expect(out.subarray(0, area)).toEqual(picture(WIDTH, HEIGHT, 1).data);
  });

  it("makes the luma of Pillow's convert('L') for a grey model", () => {
    const out = fill(picture(), input({ ...size, color: 'GRAY' }));
    expect([...out.subarray(0, 12)]).toEqual([43, 80, 117, 154, 191, 199, 86, 46, 83, 134, 182, 201]);
  });

  const normalised = { ...size, scale: 1 / 255, mean: [0.1, 0.2, 0.3], std: [0.5, 0.25, 0.2] };
  const values = [0, 1, 2].map((c) => (pixel(0, 0, c) / 255 - normalised.mean[c]!) / normalised.std[c]!);

  it('normalises float32 for each channel', () => {
    const out = new Float32Array(area * 3);
    fillImageTensor(picture(), input({ ...normalised, type: 'float32' }), out, 0);
    [0, 1, 2].forEach((c) => expect(out[c * area]).toBeCloseTo(values[c]!, 6));
  });

  it('writes float16 as raw bits', () => {
    const out = new Uint16Array(area * 3);
    fillImageTensor(picture(), input({ ...normalised, type: 'float16' }), out, 0);
    [0, 1, 2].forEach((c) => expect(out[c * area]).toBe(float16Bits(values[c]!)));
  });

  it('keeps int8 in its range', () => {
    const out = new Int8Array(area * 3);
    fillImageTensor(picture(), input({ ...size, type: 'int8', mean: [128, 128, -200] }), out, 0);
    expect([out[0], out[area], out[2 * area]]).toEqual([-128, -75, 127]);
  });
});

describe('fillImageTensor: border and batch', () => {
  it.each<[ImageInputSpec['layout']]>([['NCHW'], ['NHWC']])('pads %s, each channel normalised', (layout) => {
    const spec = input({ type: 'float32', layout, fit: 'letterbox', width: 6, height: 10, pad: 100 });
    const out = new Float32Array(6 * 10 * 3).fill(Number.NaN);
    fillImageTensor(picture(), { ...spec, mean: [10, 20, 30] }, out, 0);
    const at = (x: number, y: number, c: number): number =>
      out[layout === 'NCHW' ? c * 60 + y * 6 + x : (y * 6 + x) * 3 + c]!;
    for (const c of [0, 1, 2]) {
      expect(at(0, 0, c)).toBe(90 - 10 * c);
      expect(at(5, 9, c)).toBe(90 - 10 * c);
    }
    expect(out.some(Number.isNaN)).toBe(false);
  });

  it('touches nothing of its neighbours in a batch', () => {
    const spec = input({ fit: 'letterbox' });
    const out = new Uint8Array(3 * 36).fill(7);
    fillImageTensor(picture(), spec, out, 36);
    expect(out.subarray(36, 72)).toEqual(fill(picture(), spec));
    expect(new Set([...out.subarray(0, 36), ...out.subarray(72)])).toEqual(new Set([7]));
  });

  it('leaves nothing of the picture before', () => {
    const spec = input({ fit: 'letterbox', width: 12, height: 12 });
    const out = fill(picture(30, 10), spec);
    fillImageTensor(picture(10, 30), spec, out, 0);
    expect(out).toEqual(fill(picture(10, 30), spec));
  });

  it.each([
    [1, 1],
    [1, 300],
    [300, 1],
    [2, 2],
  ])('takes a picture of %i x %i', (width, height) => {
    for (const fit of ['stretch', 'letterbox', 'letterbox-top-left', 'contain', 'center-crop'] as const)
      for (const resample of ['bilinear', 'antialias', 'lanczos3', 'nearest'] as const)
        expect(fill(picture(width, height), input({ fit, resample }))).toHaveLength(36);
  });
});
