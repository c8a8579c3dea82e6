import { SIZE, tensor, transposed } from '../../../test/fixtures/detection-task.js';
import { letterboxDetector, LETTERBOXED } from '../../../test/fixtures/letterboxed-detection.js';
import type { DetectionSpec } from '../model-spec.js';
import { detect } from './object-detection.js';
import type { DetectionOptions, NamedTensor } from './task-io.js';

/** Anchors: cx cy w h and a score for cat and dog. Both good ones in input pixels, and anchors that never count. */
const ANCHORS = [
  [32, 32, 20, 16, 0.9, 0.1],
  [33, 32, 20, 16, 0.6, 0.2],
  [10, 20, 8, 8, 0.1, 0.7],
  [60, 40, 4, 4, 0.1, 0.2],
  [50, 50, 4, 4, 0, 0],
  [40, 40, 4, 4, 0.1, 0.1],
  [5, 5, 4, 4, 0.01, 0.02],
];
const EXPECTED = {
  detections: [
    { label: 'cat', class_id: 0, score: 0.9, box: { x: 44, y: 32, width: 40, height: 32 } },
    { label: 'dog', class_id: 1, score: 0.7, box: { x: 12, y: 16, width: 16, height: 16 }, severity: 'low' },
  ],
  image: { width: 128, height: 96 },
};

const zeros = (length: number): number[] => Array.from({ length }, () => 0);
const normalize = (rows: readonly number[][]): number[][] =>
  rows.map((row) => row.map((value, i) => (i < 4 ? value / SIZE : value)));
const logit = (score: number): number => Math.log(score / (1 - score));

const run = (
  outputs: readonly NamedTensor[],
  changes: Partial<DetectionSpec> = {},
  options: DetectionOptions = {},
  item = 0,
): ReturnType<typeof detect> =>
  detect({ outputs, item, placement: LETTERBOXED }, letterboxDetector(changes), options);

const channelsFirst = (rows: readonly (readonly number[])[]): NamedTensor[] => [
  tensor('output0', [1, rows[0]!.length, rows.length], transposed(rows)),
];
const anchorsFirst = (rows: readonly (readonly number[])[]): NamedTensor[] => [
  tensor('output0', [1, rows.length, rows[0]!.length], rows.flat()),
];

const withObjectness = (rows: readonly number[][], objectness: number): number[][] =>
  rows.map(([x, y, w, h, ...scores]) => [x!, y!, w!, h!, objectness, ...scores.map((s) => s / objectness)]);

const corners = (rows: readonly number[][]): number[] =>
  rows.flatMap(([x, y, w, h]) => [x! - w! / 2, y! - h! / 2, x! + w! / 2, y! + h! / 2]);
const boxesScores = (
  rows: readonly number[][],
  scoresOf = (row: number[]) => row.slice(4),
): NamedTensor[] => {
  const scores = rows.flatMap(scoresOf);
  return [
    tensor('scores', [1, rows.length, scores.length / rows.length], scores),
    tensor('boxes', [1, rows.length, 4], corners(rows)),
  ];
};

/** Anchor `index` of the YOLOX pyramid of 64 x 64: 64 cells of 8, 16 of 16, 4 of 32. */
function yolox(): NamedTensor[] {
  const rows = Array.from({ length: 84 }, () => [0, 0, 0, 0, 0, 0, 0]);
  // 32, 32 lies in cell (4, 4) of stride 8; 10, 20 in cell (0, 1) of stride 16.
  rows[4 * 8 + 4] = [0, 0, Math.log(20 / 8), Math.log(16 / 8), 1, 0.9, 0.1];
  rows[64 + 1 * 4 + 0] = [10 / 16, 20 / 16 - 1, Math.log(8 / 16), Math.log(8 / 16), 1, 0.1, 0.7];
  return anchorsFirst(rows);
}

describe('detect decodes', () => {
  it.each<[string, NamedTensor[], Partial<DetectionSpec>]>([
    ['yolov8 [4+C, A]', channelsFirst(ANCHORS), {}],
    ['yolov8 [A, 4+C]', anchorsFirst(ANCHORS), {}],
    ['yolov8 without a batch dimension', [{ ...channelsFirst(ANCHORS)[0]!, dims: [6, 7] }], {}],
    ['yolov8, normalised boxes seen', channelsFirst(normalize(ANCHORS)), {}],
    ['yolov8, normalised boxes declared', channelsFirst(normalize(ANCHORS)), { boxUnits: 'normalized' }],
    [
      'yolov8, scores before the sigmoid',
      channelsFirst(ANCHORS.map((row) => row.map((value, i) => (i < 4 ? value : logit(value))))),
      { scoreActivation: 'sigmoid' },
    ],
    ['yolov5', anchorsFirst(withObjectness(ANCHORS, 0.95)), { decoder: 'yolov5' }],
    ['yolov5, normalised', anchorsFirst(withObjectness(normalize(ANCHORS), 0.95)), { decoder: 'yolov5' }],
    ['yolox', yolox(), { decoder: 'yolox' }],
    ['boxes-scores', boxesScores(ANCHORS), { decoder: 'boxes-scores' }],
    ['boxes-scores, boxes first', boxesScores(ANCHORS).toReversed(), { decoder: 'boxes-scores' }],
    ['boxes-scores, normalised', boxesScores(normalize(ANCHORS)), { decoder: 'boxes-scores' }],
    [
      'boxes-scores with a background column',
      boxesScores(ANCHORS, (row) => [0.99, ...row.slice(4)]),
      { decoder: 'boxes-scores', background: 'first' },
    ],
    [
      'boxes-scores with the background last',
      boxesScores(ANCHORS, (row) => [...row.slice(4), 0.99]),
      { decoder: 'boxes-scores', background: 'last' },
    ],
  ])('%s', (_name, outputs, changes) => {
    expect(run(outputs, changes)).toEqual(EXPECTED);
  });

  it('each picture of a batch by itself', () => {
    const blank = ANCHORS.map((row) => [...row.slice(0, 4), 0, 0]);
    const [first] = channelsFirst(blank);
    const [second] = channelsFirst(ANCHORS);
    const batch = tensor(
      'o',
      [2, 6, 7],
      [...(first!.data as Float32Array), ...(second!.data as Float32Array)],
    );
    expect(run([batch], {}, {}, 0).detections).toEqual([]);
    expect(run([batch], {}, {}, 1)).toEqual(EXPECTED);
  });

  it('more classes than there are labels', () => {
    const result = run(anchorsFirst(ANCHORS.map((row) => [...row, 0.95])), { labels: [] });
    expect(result.detections[0]).toMatchObject({ label: 'class_2', class_id: 2 });
  });

  it('a single class', () => {
    const rows = ANCHORS.map((row) => row.slice(0, 5));
    const result = run(channelsFirst(rows), { labels: [{ name: 'fire' }] });
    expect(result.detections).toEqual([{ ...EXPECTED.detections[0]!, label: 'fire' }]);
  });
});

describe('detect options', () => {
  it.each<[DetectionOptions, string[]]>([
    [{ scoreThreshold: 0.8 }, ['cat 0.9']],
    [{ scoreThreshold: 0.15 }, ['cat 0.9', 'dog 0.7', 'dog 0.2']],
    [{ iouThreshold: 0.95 }, ['cat 0.9', 'dog 0.7', 'cat 0.6']],
    [{ maxDetections: 1 }, ['cat 0.9']],
    [{ labels: ['dog'] }, ['dog 0.7']],
    [{ labels: ['bird'] }, []],
    [{ labels: [] }, ['cat 0.9', 'dog 0.7']],
    [{ scoreThreshold: 0, maxDetections: 2 }, ['cat 0.9', 'dog 0.7']],
    [{ scoreThreshold: 1 }, []],
  ])('%j', (options, expected) => {
    const { detections } = run(channelsFirst(ANCHORS), {}, options);
    expect(detections.map(({ label, score }) => `${label} ${score}`)).toEqual(expected);
  });
});

describe('detect never makes up a box', () => {
  it.each<[string, Partial<DetectionSpec>, (rows: number[][]) => NamedTensor[]]>([
    ['yolov8', {}, channelsFirst],
    ['yolov8 by anchor', {}, anchorsFirst],
    ['yolov5', { decoder: 'yolov5' }, (rows) => anchorsFirst(withObjectness(rows, 1))],
    ['boxes-scores', { decoder: 'boxes-scores' }, boxesScores],
  ])('from NaN or infinity: %s', (_name, changes, make) => {
    for (const odd of [Number.NaN, Infinity, -Infinity]) {
      for (let column = 0; column < 6; column += 1) {
        const rows = ANCHORS.map((row) => row.map((value, i) => (i === column ? odd : value)));
        for (const { box, score } of run(make(rows), changes).detections) {
          expect([box.x, box.y, box.width, box.height, score].every(Number.isFinite)).toBe(true);
        }
      }
    }
  });

  it('from an output of nothing but NaN', () => {
    expect(
      run([
        tensor(
          'o',
          [1, 6, 7],
          zeros(42).map(() => Number.NaN),
        ),
      ]).detections,
    ).toEqual([]);
  });

  it('outside the picture', () => {
    const rows = ANCHORS.map(([, , w, h, ...scores]) => [-40, -40, w!, h!, ...scores]);
    expect(run(channelsFirst(rows), { boxUnits: 'pixels' }).detections).toEqual([]);
  });

  it('larger than the picture', () => {
    const rows = ANCHORS.map(([x, y, , , ...scores]) => [x!, y!, 500, 500, ...scores]);
    expect(run(channelsFirst(rows)).detections[0]?.box).toEqual({ x: 0, y: 0, width: 128, height: 96 });
  });
});

describe('detect refuses outputs that its decoder cannot read', () => {
  it.each<[DetectionSpec['decoder'], NamedTensor[], string]>([
    [
      'yolov8',
      [tensor('logits', [1], [0])],
      'the yolov8 decoder expects an output [N, 4+C, A]; the model has logits [1]',
    ],
    ['yolov8', [tensor('o', [1, 4, 9], zeros(36))], 'and a score row at least'],
    ['yolov5', anchorsFirst([[1, 2, 3, 4, 5]]), 'the yolov5 decoder expects rows of 4 + 1 + C numbers'],
    [
      'yolox',
      anchorsFirst([[1, 2, 3, 4, 1, 1, 1]]),
      'expects the anchors of strides 8, 16, 32 on 64 x 64; got 1',
    ],
    ['boxes-scores', anchorsFirst(ANCHORS), 'expects outputs [N, A, 4] and [N, A, C]'],
  ])('%s', (decoder, outputs, message) => {
    expect(() => run(outputs, { decoder })).toThrow(message);
  });
});
