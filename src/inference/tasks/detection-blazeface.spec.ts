import { detector, SIZE, tensor } from '../../../test/fixtures/detection-task.js';
import type { DetectionSpec } from '../model-spec.js';
import { detect } from './object-detection.js';
import type { NamedTensor } from './task-io.js';

const NAMES = ['right_eye', 'left_eye', 'nose', 'mouth', 'right_ear', 'left_ear'];
const BLAZE: Partial<DetectionSpec> = {
  decoder: 'blazeface',
  labels: [{ name: 'face' }],
  scoreActivation: 'sigmoid',
  keypoints: { count: 6, hasScore: false, names: NAMES },
  iouThreshold: 0.3,
};

/** cx cy w h from the middle of the cell, then a point each two pixels to the right of the one before. */
const BOX = [1, -1, 8, 10, ...NAMES.flatMap((_, index) => [2 * index - 5, 0])];

/** Anchors of which one has a face. */
function map(anchors: number, face: number | null): { scores: number[]; boxes: number[] } {
  const rows = Array.from({ length: anchors }, (_, anchor) => anchor === face);
  return {
    scores: rows.map((isFace) => (isFace ? Math.log(9) : -20)),
    boxes: rows.flatMap((isFace) => (isFace ? BOX : BOX.map(() => 0))),
  };
}

const scores = (name: string, { scores: values }: ReturnType<typeof map>): NamedTensor =>
  tensor(name, [1, values.length, 1], values);
const boxes = (name: string, { boxes: values }: ReturnType<typeof map>): NamedTensor =>
  tensor(name, [1, values.length / 16, 16], values);

const find = (outputs: NamedTensor[], changes: Partial<DetectionSpec> = {}) =>
  detect(
    {
      outputs,
      item: 0,
      placement: { imageWidth: SIZE, imageHeight: SIZE, scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 0 },
    },
    detector({ ...BLAZE, ...changes }),
    {},
  ).detections;

describe('BlazeFace', () => {
  // The input of 64 has cells of 4 pixels, then of 8: anchor 2 * 85 is in the cell 5, 5, whose middle is 22, 22.
  const near = map(512, 170);
  const none = map(384, null);
  const FACE = {
    label: 'face',
    class_id: 0,
    score: 0.9,
    box: { x: 19, y: 16, width: 8, height: 10 },
    keypoints: NAMES.map((name, index) => ({ x: 17 + 2 * index, y: 22, name })),
  };

  it.each<[string, NamedTensor[]]>([
    [
      'a pair of outputs for each grid',
      [scores('a', near), scores('b', none), boxes('c', near), boxes('d', none)],
    ],
    [
      'a pair of outputs for all anchors',
      [
        tensor('r', [1, 896, 16], [...near.boxes, ...none.boxes]),
        tensor('c', [1, 896, 1], [...near.scores, ...none.scores]),
      ],
    ],
  ])('finds a face with its six points in %s', (_, outputs) => {
    expect(find(outputs)).toEqual([FACE]);
  });

  it('finds one by the coarse grid, whose cells have six anchors', () => {
    const far = map(384, 6 * 9 + 3);
    const [face] = find([
      scores('a', map(512, null)),
      scores('b', far),
      boxes('c', map(512, null)),
      boxes('d', far),
    ]);
    // Cell 1, 1 of 8 pixels has its middle at 12, 12.
    expect(face?.box).toEqual({ x: 9, y: 6, width: 8, height: 10 });
  });

  it('finds one by the single grid of the full range', () => {
    const one = map(2304, 48);
    const [face] = find([scores('a', one), boxes('b', one)], { keypoints: null });
    expect(face?.box).toEqual({ x: 0, y: 0, width: 5.7, height: 6 });
  });

  it('is refused with other outputs', () => {
    expect(() => find([scores('a', near)])).toThrow(/scores \[N, 896, 1\] and boxes \[N, 896, 16\]/);
  });
});
