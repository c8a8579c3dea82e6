import type { DetectionSpec, KeypointSpec } from '../model-spec.js';
import { detector, PLACEMENT, tensor } from '../../../test/fixtures/detection-task.js';
import { counterparts } from './found-box.js';
import { detect } from './object-detection.js';
import type { NamedTensor } from './task-io.js';

/** Decoders whose boxes come with points or other columns behind the scores. */
const EYES: KeypointSpec = { count: 2, hasScore: true, names: ['left_eye', 'right_eye'] };

/** A detector of persons with their eyes. */
const PERSONS: Partial<DetectionSpec> = {
  labels: [{ name: 'person' }],
  decoder: 'yolov8',
  extraColumns: 6,
  keypoints: EYES,
};

/** cx cy w h, score, then x y and how visible for each eye. */
const PERSON = [32, 20, 16, 24, 0.9, 36, 12, 0.8, 28, 12, 0.5];
const NOBODY = [5, 5, 2, 2, 0.01, 1, 1, 0, 1, 1, 0];
const ROWS = [NOBODY, PERSON, ...Array.from({ length: 12 }, () => NOBODY)];
const columnsFirst = PERSON.flatMap((_, column) => ROWS.map((row) => row[column]!));

const FOUND = {
  label: 'person',
  class_id: 0,
  score: 0.9,
  box: { x: 24, y: 8, width: 16, height: 24 },
  keypoints: [
    { x: 36, y: 12, name: 'left_eye', score: 0.8 },
    { x: 28, y: 12, name: 'right_eye', score: 0.5 },
  ],
};

const find = (outputs: NamedTensor[], changes: Partial<DetectionSpec> = {}, placement = PLACEMENT) =>
  detect({ outputs, item: 0, placement }, detector({ ...PERSONS, ...changes }), {}).detections;

describe('points behind the scores', () => {
  it.each<[string, NamedTensor]>([
    ['[N, 4+C+P, A]', tensor('output0', [1, 11, 14], columnsFirst)],
    ['[N, A, 4+C+P]', tensor('output0', [1, 14, 11], ROWS.flat())],
  ])('of %s', (_, output) => {
    expect(find([output])).toEqual([FOUND]);
  });

  it('without how visible they are, and without names', () => {
    const rows = ROWS.map((row) => [...row.slice(0, 7), row[8]!, row[9]!]);
    const [found] = find([tensor('o', [1, 14, 9], rows.flat())], {
      extraColumns: 4,
      keypoints: { count: 2, hasScore: false, names: [] },
    });
    expect(found?.keypoints).toEqual([
      { x: 36, y: 12 },
      { x: 28, y: 12 },
    ]);
  });

  it.each<[string, number[], Partial<KeypointSpec>]>([
    ['behind the classes', [32, 20, 16, 24, 1, 0.9, 36, 12, 0.8, 28, 12, 0.5], {}],
    [
      'in front of the classes',
      [32, 20, 16, 24, 1, 36, 12, 0.8, 28, 12, 0.5, 0.9],
      { isBeforeClasses: true },
    ],
  ])('of a head with objectness, %s', (_, person, place) => {
    const rows = [person, ...Array.from({ length: 13 }, () => person.map(() => 0))];
    const changes = { decoder: 'yolov5', keypoints: { ...EYES, ...place } } as const;
    expect(find([tensor('o', [1, 14, 12], rows.flat())], changes)).toEqual([FOUND]);
  });

  it('of finished boxes', () => {
    const [, , , , , ...points] = PERSON;
    const row = [24, 8, 40, 32, 0.9, 0, ...points];
    expect(find([tensor('o', [1, 1, 12], row)], { decoder: 'end2end' })).toEqual([FOUND]);
  });

  it('are scaled with their box', () => {
    const parts = ROWS.map((row) =>
      row.map((value, i) => ([0, 1, 2, 3, 5, 6, 8, 9].includes(i) ? value / 64 : value)),
    );
    const output = tensor('o', [1, 14, 11], parts.flat());
    expect(find([output], { boxUnits: 'normalized' })).toEqual([FOUND]);
  });

  it('change places left for right in a mirrored picture', () => {
    const mirrored = { ...PLACEMENT, scaleX: -1, offsetX: 64 };
    const [found] = find([tensor('o', [1, 14, 11], ROWS.flat())], {}, mirrored);
    expect(found?.box).toEqual({ x: 24, y: 8, width: 16, height: 24 });
    expect(found?.keypoints).toEqual([
      { x: 36, y: 12, name: 'left_eye', score: 0.5 },
      { x: 28, y: 12, name: 'right_eye', score: 0.8 },
    ]);
    // Turned by half, nothing is mirrored.
    const turned = { ...mirrored, scaleY: -1, offsetY: 64 };
    expect(find([tensor('o', [1, 14, 11], ROWS.flat())], {}, turned)[0]?.keypoints?.[0]).toMatchObject({
      x: 28,
      name: 'left_eye',
      score: 0.8,
    });
  });
});

describe('coefficients of masks', () => {
  it('are no class scores', () => {
    const rows = ROWS.map((row) => [...row.slice(0, 5), 99, 98, 97]);
    const found = find([tensor('o', [1, 14, 8], rows.flat())], { extraColumns: 3, keypoints: null });
    expect(found).toEqual([{ label: 'person', class_id: 0, score: 0.9, box: FOUND.box }]);
  });
});

describe('counterparts', () => {
  it.each([
    [
      ['nose', 'left_eye', 'right_eye'],
      [0, 2, 1],
    ],
    [
      ['RightHand', 'LeftHand'],
      [1, 0],
    ],
    [
      ['left_ear', 'tail'],
      [0, 1],
    ],
    [[], []],
  ])('of %j', (names, expected) => {
    expect(counterparts(names)).toEqual(expected);
  });
});

/** Two boxes a cell. One face: stride 16, cell 6 (column 2, row 1), its second box. */
function faceMaps(hasBatch: boolean): NamedTensor[] {
  const maps = [1, 4, 10].flatMap((columns) =>
    [8, 16, 32].map((stride) => {
      const anchors = 2 * (64 / stride) ** 2;
      const values = Array.from({ length: anchors * columns }, () => 0);
      if (stride === 16) {
        const face = { 1: [0.8], 4: [0.5, 0.25, 1, 1.5], 10: [0, 0, 1, 0, 0.5, 0.5, 0, 1, 1, 1] }[columns]!;
        values.splice(13 * columns, columns, ...face);
      }
      return tensor(`${columns}.${stride}`, [...(hasBatch ? [1] : []), anchors, columns], values);
    }),
  );
  return maps.toReversed();
}

describe('scrfd', () => {
  const FACE: Partial<DetectionSpec> = {
    decoder: 'scrfd',
    labels: [{ name: 'face' }],
    extraColumns: 0,
    keypoints: { count: 5, hasScore: false, names: [] },
  };

  it.each([true, false])('finds a face by its distances, batch: %s', (hasBatch) => {
    expect(find(faceMaps(hasBatch), FACE)).toEqual([
      {
        label: 'face',
        class_id: 0,
        score: 0.8,
        box: { x: 24, y: 12, width: 24, height: 28 },
        keypoints: [
          { x: 32, y: 16 },
          { x: 48, y: 16 },
          { x: 40, y: 24 },
          { x: 32, y: 32 },
          { x: 48, y: 32 },
        ],
      },
    ]);
  });

  it('finds it without points too', () => {
    const [found] = find(faceMaps(false).slice(3), { ...FACE, keypoints: null });
    expect(found).not.toHaveProperty('keypoints');
  });

  it('refuses maps of another input size', () => {
    const wrong = faceMaps(false).map((one) => ({
      ...one,
      dims: [3, one.dims.at(-1)!],
      data: Float32Array.from({ length: 3 * one.dims.at(-1)! }),
    }));
    expect(() => find(wrong, FACE)).toThrow(
      /expects scores \[A, 1\], distances \[A, 4\] and points \[A, 10\]/,
    );
  });
});

describe('yolov5', () => {
  it('reads its columns first as well', () => {
    const rows = ROWS.map(([x, y, w, h, score]) => [x!, y!, w!, h!, 1, score!]);
    const values = [0, 1, 2, 3, 4, 5].flatMap((column) => rows.map((row) => row[column]!));
    const changes = { decoder: 'yolov5', extraColumns: 0, keypoints: null } as const;
    expect(find([tensor('o', [1, 6, 14], values)], changes)).toEqual(
      find([tensor('o', [1, 14, 6], rows.flat())], changes),
    );
    expect(find([tensor('o', [1, 6, 14], values)], changes)).toHaveLength(1);
  });
});
