import type { ImageInputSpec } from '../model-spec.js';
import type { DecodedImage } from './decode.js';
import { fillImageTensor } from './preprocess.js';
import { AS_IS, mirroredOrientation, variantsOf, type Variant } from './variant.js';

const variant = (changes: Partial<Variant>): Variant => ({ ...AS_IS, ...changes });

const input = (changes: Partial<ImageInputSpec> = {}): ImageInputSpec => ({
  tensor: 'x',
  type: 'uint8',
  layout: 'NCHW',
  color: 'GRAY',
  width: 4,
  height: 4,
  fit: 'stretch',
  pad: 9,
  scale: 1,
  mean: [0],
  std: [1],
  resample: 'nearest',
  ...changes,
});

function grey(width: number, height: number, data: number[], orientation = 1): DecodedImage {
  const [fullWidth, fullHeight] = orientation >= 5 ? [height, width] : [width, height];
  return { data: Uint8Array.from(data), width, height, channels: 1, orientation, fullWidth, fullHeight };
}

/** Rows of the input tensor, and where it says that the picture lies. */
function shown(image: DecodedImage, spec: ImageInputSpec, how: Variant) {
  const out = new Uint8Array(spec.width * spec.height);
  const placement = fillImageTensor(image, spec, out, 0, how);
  const rows = Array.from({ length: spec.height }, (_, y) =>
    [...out.subarray(y * spec.width, (y + 1) * spec.width)].join(' '),
  );
  return { rows, placement };
}

describe('variantsOf', () => {
  it.each<[Parameters<typeof variantsOf>[0], Variant[]]>([
    [undefined, [AS_IS]],
    [{ flips: ['horizontal'], scales: [], negate: [] }, [AS_IS, variant({ flipX: true })]],
    [{ flips: [], scales: [1, 0.5], negate: [] }, [AS_IS, variant({ scale: 0.5 })]],
    [
      { flips: ['horizontal', 'vertical'], scales: [2], negate: [] },
      [
        AS_IS,
        variant({ flipX: true }),
        variant({ flipY: true }),
        variant({ scale: 2 }),
        variant({ scale: 2, flipX: true }),
        variant({ scale: 2, flipY: true }),
      ],
    ],
  ])('of %j', (tta, expected) => {
    expect(variantsOf(tta)).toEqual(expected);
  });
});

/** A row of pixels from right to left. */
const turned = (row: string): string => row.split(' ').toReversed().join(' ');

describe('a flipped picture', () => {
  const PICTURE = [1, 2, 3, 4];

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('is mirrored upright, whatever its orientation: %i', (orientation) => {
    const spec = input({ width: 2, height: 2 });
    const image = grey(2, 2, PICTURE, orientation);
    const [upper, lower] = shown(image, spec, AS_IS).rows;
    expect(shown(image, spec, variant({ flipX: true })).rows).toEqual([turned(upper!), turned(lower!)]);
    expect(shown(image, spec, variant({ flipY: true })).rows).toEqual([lower, upper]);
  });

  it('is the mirror image', () => {
    const image = grey(2, 2, PICTURE);
    const spec = input({ width: 2, height: 2 });
    expect(shown(image, spec, variant({ flipX: true })).rows).toEqual(['2 1', '4 3']);
    expect(shown(image, spec, variant({ flipY: true })).rows).toEqual(['3 4', '1 2']);
  });

  it('is the picture again when it is flipped twice', () => {
    for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
      for (const how of [variant({ flipX: true }), variant({ flipY: true })]) {
        expect(mirroredOrientation(mirroredOrientation(orientation, how), how)).toBe(orientation);
      }
    }
  });

  it('has its boxes mapped back to the picture as it was', () => {
    const { placement } = shown(
      grey(
        8,
        4,
        Array.from({ length: 32 }, () => 1),
      ),
      input({ fit: 'letterbox' }),
      variant({ flipX: true }),
    );
    // The left edge of the input shows the right edge of the picture.
    expect((0 - placement.offsetX) / placement.scaleX).toBeCloseTo(8);
    expect((4 - placement.offsetX) / placement.scaleX).toBeCloseTo(0);
    expect((1 - placement.offsetY) / placement.scaleY).toBeCloseTo(0);
  });
});

describe('a picture in another size', () => {
  const PICTURE = grey(
    4,
    4,
    Array.from({ length: 16 }, (_, i) => i + 10),
  );

  it.each<[ImageInputSpec['fit'], number, string[]]>([
    ['stretch', 0.5, ['9 9 9 9', '9 10 12 9', '9 18 20 9', '9 9 9 9']],
    ['letterbox', 0.5, ['9 9 9 9', '9 10 12 9', '9 18 20 9', '9 9 9 9']],
    ['letterbox-top-left', 0.5, ['10 12 9 9', '18 20 9 9', '9 9 9 9', '9 9 9 9']],
    ['stretch', 2, ['15 15 16 16', '15 15 16 16', '19 19 20 20', '19 19 20 20']],
  ])('%s by %d leaves a border or loses its edges', (fit, scale, rows) => {
    expect(shown(PICTURE, input({ fit }), variant({ scale })).rows).toEqual(rows);
  });

  it('has its boxes mapped back through the size that it really has', () => {
    const { placement } = shown(PICTURE, input(), variant({ scale: 0.5, flipY: true }));
    expect((1 - placement.offsetX) / placement.scaleX).toBeCloseTo(0);
    expect((3 - placement.offsetX) / placement.scaleX).toBeCloseTo(4);
    expect((1 - placement.offsetY) / placement.scaleY).toBeCloseTo(4);
    expect((3 - placement.offsetY) / placement.scaleY).toBeCloseTo(0);
  });
});
