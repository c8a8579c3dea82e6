import { placeImage, type TargetSize } from './geometry.js';

type Fit = TargetSize['fit'];

describe('placeImage', () => {
  it.each<[Fit, number, number, number, number, number[]]>([
    ['stretch', 810, 1080, 640, 640, [0, 0, 640, 640]],
    ['letterbox', 810, 1080, 640, 640, [80, 0, 480, 640]],
    ['letterbox', 1280, 720, 640, 640, [0, 140, 640, 360]],
    // An odd border: the smaller half comes first, as round(18.5 - 0.1) says.
    ['letterbox', 640, 491, 320, 283, [0, 18, 320, 246]],
    ['letterbox', 10, 1000, 64, 64, [31, 0, 1, 64]],
    ['letterbox-top-left', 810, 1080, 416, 416, [0, 0, 312, 416]],
    // int(720 * (416 / 720)) is 415 in the makers' code, for floating point reasons.
    ['letterbox-top-left', 720, 720, 416, 416, [0, 0, 415, 415]],
    ['contain', 640, 491, 320, 283, [0, 18, 320, 246]],
    ['contain', 100, 50, 64, 64, [0, 16, 64, 32]],
    ['center-crop', 810, 1080, 224, 224, [-16, -58, 256, 341]],
    ['center-crop', 1080, 810, 224, 224, [-58, -16, 341, 256]],
    ['center-crop', 224, 224, 224, 224, [-16, -16, 256, 256]],
  ])('%s of %i x %i in %i x %i', (fit, width, height, inputWidth, inputHeight, expected) => {
    const { rect } = placeImage(width, height, { fit, width: inputWidth, height: inputHeight });
    expect([rect.x, rect.y, rect.width, rect.height]).toEqual(expected);
  });

  it('keeps the whole shorter side with a cropFraction of 1', () => {
    const { rect } = placeImage(400, 200, { fit: 'center-crop', cropFraction: 1, width: 224, height: 224 });
    expect(rect).toEqual({ x: -112, y: 0, width: 448, height: 224 });
  });

  it('cuts the middle out of a stretched picture with a cropFraction', () => {
    // DeiT: 256 x 256, of which 224 x 224 are kept.
    const place = { fit: 'stretch', cropFraction: 0.875, width: 224, height: 224 } as const;
    const { rect, placement } = placeImage(512, 1024, place);
    expect(rect).toEqual({ x: -16, y: -16, width: 256, height: 256 });
    expect(placement).toMatchObject({ scaleX: 0.5, scaleY: 0.25, offsetX: -16, offsetY: -16 });
  });

  it.each<[TargetSize['cropRounding'] | undefined, number, number]>([
    // 341 - 224 is odd: torchvision rounds 58.5 to 58, and 59.5 of 343 - 224 to 60.
    [undefined, 1080, -58],
    [undefined, 1086, -60],
    ['down', 1080, -58],
    ['down', 1086, -59],
  ])('shares an odd border with rounding %s of %i rows', (cropRounding, height, y) => {
    const target: TargetSize = {
      fit: 'center-crop',
      width: 224,
      height: 224,
      ...(cropRounding && { cropRounding }),
    };
    expect(placeImage(810, height, target).rect.y).toBe(y);
  });

  it.each<Fit>(['stretch', 'letterbox', 'letterbox-top-left', 'contain', 'center-crop'])(
    'says with %s where the corners of the picture lie, to a pixel of the input',
    (fit) => {
      const { rect, placement } = placeImage(811, 543, { fit, width: 320, height: 256 });
      expect(Math.abs(placement.offsetX - rect.x)).toBe(0);
      expect(Math.abs(placement.offsetY - rect.y)).toBe(0);
      expect(Math.abs(811 * placement.scaleX - rect.width)).toBeLessThanOrEqual(1);
      expect(Math.abs(543 * placement.scaleY - rect.height)).toBeLessThanOrEqual(1);
      expect([placement.imageWidth, placement.imageHeight]).toEqual([811, 543]);
    },
  );
});
