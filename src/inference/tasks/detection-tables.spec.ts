import type { DetectionSpec } from '../model-spec.js';
import {
  BOXES,
  find,
  FOUND,
  lines,
  SCORES,
  SIZE,
  tensor,
  transposed,
} from '../../../test/fixtures/detection-task.js';
import type { NamedTensor } from './task-io.js';

const logit = (score: number): number => Math.log(score / (1 - score));

describe('boxes and scores', () => {
  const boxes = tensor('boxes', [1, 5, 4], BOXES.flat());
  const scores = tensor('scores', [1, 5, 2], SCORES.flat());
  const fractions = BOXES.map((box) => box.map((side) => side / SIZE));

  it.each<[string, NamedTensor[], Partial<DetectionSpec>]>([
    ['in either order', [scores, boxes], {}],
    [
      'columns first',
      [tensor('boxes', [1, 4, 5], transposed(BOXES)), tensor('scores', [1, 2, 5], transposed(SCORES))],
      {},
    ],
    ['one of them columns first', [boxes, tensor('scores', [1, 2, 5], transposed(SCORES))], {}],
    ['without a batch', [tensor('boxes', [5, 4], BOXES.flat()), tensor('scores', [5, 2], SCORES.flat())], {}],
    [
      'a dimension of 1 inside',
      [tensor('boxes', [1, 5, 1, 4], BOXES.flat()), tensor('confs', [1, 5, 2], SCORES.flat())],
      {},
    ],
    ['as fractions', [tensor('boxes', [1, 5, 4], fractions.flat()), scores], { boxUnits: 'auto' }],
    [
      'y before x',
      [
        tensor(
          'boxes',
          [1, 5, 4],
          BOXES.flatMap(([x1, y1, x2, y2]) => [y1!, x1!, y2!, x2!]),
        ),
        scores,
      ],
      { boxFormat: 'corners-yx' },
    ],
    [
      'by centre and size',
      [
        tensor(
          'boxes',
          [1, 5, 4],
          BOXES.flatMap(([x1, y1, x2, y2]) => [(x1! + x2!) / 2, (y1! + y2!) / 2, x2! - x1!, y2! - y1!]),
        ),
        scores,
      ],
      { boxFormat: 'center' },
    ],
    [
      'a sigmoid to come',
      [
        boxes,
        tensor(
          'scores',
          [1, 5, 2],
          SCORES.flat().map((score) => logit(Math.max(score, 1e-6))),
        ),
      ],
      { scoreActivation: 'sigmoid' },
    ],
    [
      'more outputs of the same anchors',
      [
        tensor(
          'features',
          [1, 5, 9],
          Array.from({ length: 45 }, () => 1),
        ),
        boxes,
        scores,
      ],
      {},
    ],
  ])('%s', (_, outputs, changes) => {
    expect(lines(find(outputs, changes))).toEqual(FOUND);
  });

  it.each(['first', 'last'] as const)('a softmax to come, background %s', (background) => {
    const values = SCORES.map(([cat, dog]) => {
      const rest = Math.max(1e-6, 1 - cat! - dog!);
      const row = background === 'first' ? [rest, cat!, dog!] : [cat!, dog!, rest];
      return row.map((score) => Math.log(Math.max(score, 1e-6)) + 3);
    });
    const logits = tensor('scores', [1, 5, 3], values.flat());
    const changes = { decoder: 'ssd', background, scoreActivation: 'softmax' } as const;
    const found = find([boxes, logits], changes);
    // Of the second row 0.1 is left for the background, so its scores add up to 1 as they are.
    expect(lines(found)).toEqual(FOUND);
    expect(lines(find([boxes, logits], changes, { scoreThreshold: 0.75 }))).toEqual(FOUND.slice(0, 1));
  });

  it('each picture of a batch by itself', () => {
    const none = SCORES.map(() => [0, 0]);
    const batch = [
      tensor('boxes', [2, 5, 4], [...BOXES.flat(), ...BOXES.flat()]),
      tensor('scores', [2, 5, 2], [...none.flat(), ...SCORES.flat()]),
    ];
    expect(lines(find(batch, {}, {}, 0))).toEqual([]);
    expect(lines(find(batch, {}, {}, 1))).toEqual(FOUND);
  });

  it('are a detection for each query of a transformer, whatever overlaps', () => {
    const found = find([scores, tensor('pred_boxes', [1, 5, 4], BOXES.flat())], {
      decoder: 'detr',
      boxFormat: 'corners',
    });
    expect(lines(found)).toEqual([FOUND[0], 'cat 0.8 10,20 20x21', FOUND[1]]);
  });

  it('are rows of one output in an Ultralytics RT-DETR', () => {
    const rows = fractions.flatMap(([x1, y1, x2, y2], i) => [
      (x1! + x2!) / 2,
      (y1! + y2!) / 2,
      x2! - x1!,
      y2! - y1!,
      ...SCORES[i]!,
    ]);
    const found = find([tensor('output0', [1, 5, 6], rows)], { decoder: 'detr', boxUnits: 'normalized' });
    expect(lines(found)).toEqual([FOUND[0], 'cat 0.8 10,20 20x21', FOUND[1]]);
  });
});

describe('offsets from priors', () => {
  /** Two cells of stride 32 in a row, two rows, sizes 16 and 32: eight priors. */
  const PRIORS = { strides: [32], sizes: [[16, 32]], variances: [0.1, 0.2] } as const;
  const CHANGES: Partial<DetectionSpec> = {
    decoder: 'ssd',
    background: 'first',
    labels: [{ name: 'face' }],
    priors: PRIORS,
    keypoints: { count: 1, hasScore: false, names: ['nose'] },
  };
  const zeros = Array.from({ length: 8 }, () => [0, 0, 0, 0]);
  const scores = zeros.map((_, index) => (index === 5 ? [0.1, 0.9] : [1, 0]));

  it('are decoded with their points', () => {
    // Prior 5: row 1, column 0, side 32, middle 16, 48.
    const offsets = zeros.map((row, index) => (index === 5 ? [2.5, -1.25, 5 * Math.log(0.5), 0] : row));
    const points = zeros.map((_, index) => (index === 5 ? [2.5, 2.5] : [0, 0]));
    const found = find(
      [
        tensor('loc', [1, 8, 4], offsets.flat()),
        tensor('conf', [1, 8, 2], scores.flat()),
        tensor('landms', [1, 8, 2], points.flat()),
      ].toReversed(),
      { ...CHANGES, labels: [{ name: 'face' }] },
    );
    // Centre 16 + 2.5 * 0.1 * 32 = 24, 48 - 1.25 * 0.1 * 32 = 44; width 16, height 32.
    expect(lines(found)).toEqual(['face 0.9 16,28 16x32']);
    expect(found[0]?.keypoints).toEqual([{ x: 24, y: 56, name: 'nose' }]);
  });

  it('are refused when there are not as many', () => {
    const outputs = [
      tensor('loc', [1, 3, 4], zeros.slice(0, 3).flat()),
      tensor('conf', [1, 3, 2], [0, 1, 0, 1, 0, 1]),
    ];
    expect(() => find(outputs, { ...CHANGES, keypoints: null })).toThrow(
      'output.priors make 8 boxes; the model has 3',
    );
  });
});
