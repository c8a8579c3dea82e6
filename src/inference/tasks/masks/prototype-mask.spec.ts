import { find, tensor } from '../../../../test/fixtures/detection-task.js';
import type { DetectionSpec } from '../../model-spec.js';
import type { Placement } from '../task-io.js';
import { prototypeMask, type Prototypes } from './prototype-mask.js';
import { maskRuns, type RunLengthMask } from './run-lengths.js';

const INPUT = { width: 16, height: 16 };
const AS_IS: Placement = { imageWidth: 16, imageHeight: 16, scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 0 };
const WHOLE = { x1: 0, y1: 0, x2: 16, y2: 16 };

/** Two maps of 4 x 4: one rises to the right, one downwards. */
const MAPS: Prototypes = {
  // prettier-ignore
  data: Float32Array.from([
    -3, -1, 1, 3,  -3, -1, 1, 3,  -3, -1, 1, 3,  -3, -1, 1, 3,
    -3, -3, -3, -3,  -1, -1, -1, -1,  1, 1, 1, 1,  3, 3, 3, 3,
  ]),
  start: 0,
  count: 2,
  height: 4,
  width: 4,
};

/** Where a pixel lies among the places of the maps, along one axis of the input of 16 pixels. */
const place = (pixel: number, scale: number, offset: number, places: number): number =>
  Math.min(places - 1, Math.max(0, ((pixel + 0.5) * scale + offset) * (places / 16) - 0.5));

/** Every pixel by itself, as slowly as it may be. */
function slowly(
  maps: Prototypes,
  coefficients: number[],
  box: typeof WHOLE,
  { imageWidth, imageHeight, scaleX, scaleY, offsetX, offsetY }: Placement,
): number[] {
  const inside: number[] = [];
  const at = (row: number, column: number): number =>
    coefficients.reduce(
      (sum, each, k) => sum + each * maps.data[(k * maps.height + row) * maps.width + column]!,
      0,
    );
  for (let x = 0; x < imageWidth; x += 1) {
    for (let y = 0; y < imageHeight; y += 1) {
      if (x < box.x1 || x >= box.x2 || y < box.y1 || y >= box.y2) continue;
      const [u, v] = [place(x, scaleX, offsetX, maps.width), place(y, scaleY, offsetY, maps.height)];
      const [column, row] = [Math.floor(u), Math.floor(v)];
      const [right, below] = [Math.min(maps.width - 1, column + 1), Math.min(maps.height - 1, row + 1)];
      const upper = at(row, column) * (1 - u + column) + at(row, right) * (u - column);
      const lower = at(below, column) * (1 - u + column) + at(below, right) * (u - column);
      if (upper * (1 - v + row) + lower * (v - row) > 1e-9) inside.push(x * imageHeight + y);
    }
  }
  return inside;
}

const pixels = (mask: RunLengthMask): number[] =>
  [...maskRuns(mask)].flatMap(([from, length]) => Array.from({ length }, (_, i) => from + i));

describe('masks from maps and coefficients', () => {
  it.each<[string, number[], typeof WHOLE, Placement]>([
    ['one map', [1, 0], WHOLE, AS_IS],
    ['its negative', [-1, 0], WHOLE, AS_IS],
    ['a sum', [1, 0.7], WHOLE, AS_IS],
    ['a part of the picture', [1, -0.3], { x1: 3.2, y1: 5.7, x2: 12.1, y2: 9.9 }, AS_IS],
    [
      'a larger picture with borders',
      [0.4, 1],
      { x1: 2, y1: 2, x2: 60, y2: 38 },
      { imageWidth: 64, imageHeight: 40, scaleX: 0.25, scaleY: 0.25, offsetX: 0, offsetY: 3 },
    ],
    [
      'a smaller picture',
      [1, 1],
      { x1: 0, y1: 0, x2: 7, y2: 7 },
      { imageWidth: 7, imageHeight: 7, scaleX: 16 / 7, scaleY: 16 / 7, offsetX: 0, offsetY: 0 },
    ],
    ['a mirrored picture', [1, 0.2], WHOLE, { ...AS_IS, scaleX: -1, offsetX: 16 }],
    ['a picture upside down', [0.3, 1], WHOLE, { ...AS_IS, scaleY: -1, offsetY: 16 }],
  ])('have every pixel that interpolation finds above 0: %s', (_name, coefficients, box, placement) => {
    const mask = prototypeMask(MAPS, coefficients, box, placement, INPUT);
    const expected = slowly(MAPS, coefficients, box, placement);
    expect(expected.length).toBeGreaterThan(0);
    expect(pixels(mask)).toEqual(expected);
    expect(mask.size).toEqual([placement.imageHeight, placement.imageWidth]);
  });

  it('are empty for a box outside of the picture', () => {
    const mask = prototypeMask(MAPS, [1, 1], { x1: 20, y1: 0, x2: 30, y2: 9 }, AS_IS, INPUT);
    expect([...maskRuns(mask)]).toEqual([]);
  });
});

describe('a detector with masks', () => {
  const spec: Partial<DetectionSpec> = {
    decoder: 'yolov8',
    extraColumns: 2,
    masks: { tensor: 'maps', count: 2, isUsual: false },
  };
  // Boxes of a cat and a dog with two coefficients each, and six empty rows.
  const rows = [
    [32, 32, 64, 64, 0.9, 0, 1, 0],
    [16, 16, 32, 32, 0, 0.8, -1, 0],
    ...Array.from({ length: 8 }, () => [0, 0, 0, 0, 0, 0, 9, 9]),
  ];
  const outputs = [tensor('output0', [1, 10, 8], rows.flat()), tensor('maps', [1, 2, 4, 4], [...MAPS.data])];

  it('takes no coefficient for the score of a class', () => {
    expect(find(outputs, spec).map(({ label, score, mask }) => [label, score, mask])).toEqual([
      ['cat', 0.9, undefined],
      ['dog', 0.8, undefined],
    ]);
  });

  it('gives each box the mask of its own coefficients', () => {
    const [cat, dog] = find(outputs, spec, { masks: true });
    // The map changes its sign in the middle: the right half of the cat's box, all of the dog's.
    expect([...maskRuns(cat!.mask!)]).toEqual([[32 * 64, 32 * 64]]);
    expect([...maskRuns(dog!.mask!)]).toEqual(Array.from({ length: 32 }, (_, x) => [x * 64, 32]));
  });

  it('says what it lacks when the maps are not there', () => {
    expect(() => find(outputs.slice(0, 1), spec, { masks: true })).toThrow("an output 'maps' [N, 2, H, W]");
  });
});
