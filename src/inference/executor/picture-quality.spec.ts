import type { QualitySpec } from '../model-spec.js';
import type { DecodedImage } from './decode.js';
import { colorGrid, lumaOf, type PixelGrid } from './luma-grid.js';
import { lightOf, measureQuality, sharpnessOf } from './picture-quality.js';
import { subjectShare } from './subject-share.js';

type Paint = (x: number, y: number) => readonly [number, number, number];

function picture(width: number, height: number, paint: Paint): DecodedImage {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) for (const value of paint(x, y)) data[at++] = value;
  return { data, width, height, channels: 3, orientation: 1, fullWidth: width, fullHeight: height };
}

const grey = (value: number): readonly [number, number, number] => [value, value, value];
const checks =
  (cell: number, low = 60, high = 200): Paint =>
  (x, y) =>
    grey((Math.floor(x / cell) + Math.floor(y / cell)) % 2 === 0 ? low : high);
/** A wave of so many pixels from crest to crest: the longer, the more blurred. */
const wave =
  (length: number): Paint =>
  (x) =>
    grey(128 + Math.round(80 * Math.sin((2 * Math.PI * x) / length)));
const square =
  (side: number, size = 100): Paint =>
  (x, y) => {
    const from = (size - side) / 2;
    const isInside = x >= from && x < from + side && y >= from && y < from + side;
    return isInside ? [40, 140, 50] : [180, 170, 165];
  };

const value = (x: number, y: number): number => (x * 37 + y * 91 + x * y * 11) % 256;

const lumaGrid = (image: DecodedImage, longest: number): PixelGrid => lumaOf(colorGrid(image, longest));
const INPUT = { width: 128, height: 128 };
const NO_LIMITS: QualitySpec = {
  minShorterSide: null,
  maxDark: null,
  maxBright: null,
  minSharpness: null,
  minSubject: null,
  messages: { too_small: '', underexposed: '', overexposed: '', blurred: '', subject_too_small: '' },
};

describe('sharpness', () => {
  it('is the variance of the Laplacian', () => {
    const image = picture(5, 4, (x, y) => grey(value(x, y)));
    const laplacian = [1, 2, 3].flatMap((x) =>
      [1, 2].map(
        (y) => value(x - 1, y) + value(x + 1, y) + value(x, y - 1) + value(x, y + 1) - 4 * value(x, y),
      ),
    );
    const mean = laplacian.reduce((sum, each) => sum + each) / laplacian.length;
    const variance = laplacian.reduce((sum, each) => sum + (each - mean) ** 2, 0) / laplacian.length;
    expect(sharpnessOf(lumaGrid(image, 256))).toBeCloseTo(variance, 1);
  });

  it.each([
    ['a plain area has none', checks(500), 0, 0],
    ['a long wave has little', wave(64), 0.1, 2],
    ['a short wave has much', wave(8), 500, 2000],
    ['checks have most', checks(4), 5000, 30_000],
  ])('%s', (_what, paint, least, most) => {
    const sharpness = sharpnessOf(lumaGrid(picture(128, 96, paint), 128));
    expect(sharpness).toBeGreaterThanOrEqual(least);
    expect(sharpness).toBeLessThanOrEqual(most);
  });

  it('is measured at the size of the input, so that more pixels of the same picture make no difference', () => {
    const small = measureQuality(picture(128, 128, wave(16)), INPUT, NO_LIMITS);
    const large = measureQuality(picture(512, 512, wave(64)), INPUT, NO_LIMITS);
    expect(large.sharpness / small.sharpness).toBeGreaterThan(0.85);
    expect(large.sharpness / small.sharpness).toBeLessThan(1.15);
  });

  it('of a picture of one pixel is 0', () => {
    expect(sharpnessOf(lumaGrid(picture(1, 1, checks(1)), 128))).toBe(0);
  });
});

describe('light', () => {
  it.each([
    ['black', picture(8, 8, () => grey(0)), 1, 0],
    ['just not dark', picture(8, 8, () => grey(41)), 0, 0],
    ['white', picture(8, 8, () => grey(255)), 0, 1],
    ['just not bright', picture(8, 8, () => grey(244)), 0, 0],
    ['half and half', picture(8, 8, (x) => grey(x < 4 ? 0 : 255)), 0.5, 0.5],
    ['blue, which is dark to the eye', picture(8, 8, () => [0, 0, 255]), 1, 0],
  ])('%s', (_what, image, dark, bright) => {
    expect(lightOf(lumaGrid(image, 256))).toEqual({ dark, bright });
  });
});

describe('subjectShare', () => {
  it.each<[string, DecodedImage, number]>([
    ['a small thing', picture(100, 100, square(10)), 0.01],
    ['a thing of a quarter', picture(100, 100, square(50)), 0.25],
    ['a large thing', picture(100, 100, square(80)), 0.64],
  ])('%s', (_what, image, share) => {
    expect(subjectShare(image)).toBeCloseTo(share, 1);
  });

  it.each<[string, DecodedImage]>([
    ['a thing that reaches out of the picture', picture(100, 100, square(140))],
    ['nothing', picture(100, 100, () => grey(120))],
    [
      'what hardly differs',
      picture(100, 100, (x, y) => grey(x > 40 && x < 60 && y > 40 && y < 60 ? 120 : 135)),
    ],
    ['a slope of light', picture(100, 100, (x) => grey(60 + x))],
  ])('does not tell the size of %s', (_what, image) => {
    expect(subjectShare(image)).toBeNull();
  });

  it('does not call a pattern small', () => {
    expect(subjectShare(picture(100, 100, checks(6)))).toBeGreaterThan(0.3);
  });

  it('knows grey pictures', () => {
    const data = new Uint8Array(100 * 100).fill(220);
    for (let y = 40; y < 60; y += 1) data.fill(20, y * 100 + 40, y * 100 + 60);
    const image = { data, width: 100, height: 100, channels: 1 as const };
    expect(subjectShare(image)).toBeCloseTo(0.04, 1);
  });
});

describe('measureQuality', () => {
  it('says what it measured, and no fault where nothing is asked for', () => {
    expect(measureQuality(picture(100, 100, square(50)), INPUT, NO_LIMITS)).toEqual({
      sharpness: expect.any(Number),
      dark: 0,
      bright: 0,
      subject: expect.closeTo(0.25, 1),
      shorter_side: 100,
      faults: [],
    });
  });

  it('names the faults by the limits', () => {
    const limits = { ...NO_LIMITS, minShorterSide: 101, minSharpness: 1e6, minSubject: 0.5, maxDark: 0.5 };
    const { faults } = measureQuality(picture(100, 100, square(50)), INPUT, limits);
    expect(faults).toEqual(['too_small', 'blurred', 'subject_too_small']);
  });
});
