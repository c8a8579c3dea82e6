import type { DetectionSpec } from '../model-spec.js';
import { detect } from './object-detection.js';
import type { DetectionOptions, NamedTensor, Placement, TensorArray } from './task-io.js';

/** Decoders that read boxes and scores from outputs of their own. */
const SIZE = 64;
const PLACEMENT: Placement = {
  imageWidth: 64,
  imageHeight: 64,
  scaleX: 1,
  scaleY: 1,
  offsetX: 0,
  offsetY: 0,
};

const spec = (changes: Partial<DetectionSpec>): DetectionSpec => ({
  kind: 'object-detection',
  image: {
    tensor: 'images',
    type: 'float32',
    layout: 'NCHW',
    color: 'RGB',
    width: SIZE,
    height: SIZE,
    fit: 'stretch',
    pad: 0,
    scale: 1,
    mean: [0],
    std: [1],
    resample: 'bilinear',
  },
  labels: [{ name: 'cat' }, { name: 'dog' }],
  confidence: null,
  decoder: 'boxes-scores',
  boxUnits: 'pixels',
  boxFormat: 'corners',
  scoreActivation: 'none',
  background: 'none',
  extraColumns: 0,
  keypoints: null,
  priors: null,
  scoreThreshold: 0.25,
  iouThreshold: 0.5,
  maxDetections: 100,
  classAgnostic: false,
  ...changes,
});

const tensor = (name: string, dims: number[], values: readonly number[]): NamedTensor => ({
  name,
  type: 'float32',
  dims,
  data: Float32Array.from(values),
});

const whole = (name: string, dims: number[], values: readonly number[]): NamedTensor => ({
  name,
  type: 'int64',
  dims,
  data: BigInt64Array.from(values, BigInt) as TensorArray,
});

const find = (
  outputs: readonly NamedTensor[],
  changes: Partial<DetectionSpec> = {},
  options: DetectionOptions = {},
  item = 0,
) => detect({ outputs, item, placement: PLACEMENT }, spec(changes), options).detections;

const lines = (found: ReturnType<typeof find>): string[] =>
  found.map(({ label, score, box }) => `${label} ${score} ${box.x},${box.y} ${box.width}x${box.height}`);

const transposed = (rows: readonly (readonly number[])[]): number[] =>
  rows[0]!.flatMap((_, column) => rows.map((row) => row[column]!));

/** Five anchors: two that count, one that the better one covers, two that are nothing. */
const BOXES = [
  [10, 20, 30, 40],
  [40, 8, 56, 24],
  [10, 20, 30, 41],
  [0, 0, 4, 4],
  [4, 4, 8, 8],
];
const SCORES = [
  [0.9, 0.1],
  [0.2, 0.7],
  [0.8, 0.1],
  [0.1, 0.1],
  [0, 0],
];
const FOUND = ['cat 0.9 10,20 20x20', 'dog 0.7 40,8 16x16'];
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

describe('finished boxes in separate outputs', () => {
  const END2END = { decoder: 'end2end' } as const;
  const KEPT = [0, 1, 3].map((index) => BOXES[index]!);
  const boxes = tensor('boxes', [3, 4], KEPT.flat());
  const scores = tensor('scores', [3], [0.9, 0.7, 0.1]);

  it.each<[string, NamedTensor[], Partial<DetectionSpec>]>([
    [
      'as torchvision has them, from 1',
      [boxes, whole('labels', [3], [1, 2, 1]), scores],
      { background: 'first' },
    ],
    ['scores before classes', [boxes, scores, whole('classes', [3], [0, 1, 0])], {}],
    [
      'as TensorFlow has them',
      [
        tensor(
          'detection_boxes',
          [1, 3, 4],
          KEPT.flatMap(([x1, y1, x2, y2]) => [y1! / SIZE, x1! / SIZE, y2! / SIZE, x2! / SIZE]),
        ),
        tensor('detection_classes', [1, 3], [1, 2, 1]),
        tensor('detection_scores', [1, 3], [0.9, 0.7, 0.1]),
        tensor('num_detections', [1], [3]),
        tensor(
          'raw_detection_boxes',
          [1, 9, 4],
          Array.from({ length: 36 }, () => 0.5),
        ),
      ],
      { background: 'first', boxFormat: 'corners-yx', boxUnits: 'normalized' },
    ],
    [
      'scores and classes with a 1 behind',
      [
        tensor('b', [1, 3, 4], KEPT.flat()),
        tensor('score', [1, 3, 1], [0.9, 0.7, 0.1]),
        tensor('class', [1, 3, 1], [0, 1, 0]),
      ],
      {},
    ],
  ])('%s', (_, outputs, changes) => {
    expect(lines(find(outputs, { ...END2END, ...changes }))).toEqual(FOUND);
  });

  it('are as many as the graph counts', () => {
    const outputs = [boxes, scores, whole('classes', [3], [0, 1, 0]), whole('num_detections', [1], [1])];
    expect(lines(find(outputs, END2END))).toEqual(FOUND.slice(0, 1));
  });

  it('have classes without names when nobody named them', () => {
    const outputs = [boxes, scores, whole('classes', [3], [17, 3, 0])];
    expect(find(outputs, { ...END2END, labels: [] }).map(({ label }) => label)).toEqual([
      'class_17',
      'class_3',
    ]);
  });

  it('are told from boxes without classes', () => {
    expect(() => find([boxes, scores], END2END)).toThrow(/rows of 6 numbers/);
  });
});

describe('boxes that a NonMaxSuppression chose', () => {
  const NMS = { decoder: 'nms-indices' } as const;
  const outputs = (dims: number[], rows: number[][]): NamedTensor[] => [
    tensor('boxes', [1, 5, 4], BOXES.flat()),
    tensor('scores', [1, 2, 5], transposed(SCORES)),
    whole('selected', dims, rows.flat()),
  ];

  it.each<[string, number[]]>([
    ['[K, 3]', [3, 3]],
    ['[1, K, 3]', [1, 3, 3]],
  ])('%s', (_, dims) => {
    const rows = [
      [0, 0, 0],
      [0, 1, 1],
      [1, 0, 2],
    ];
    expect(lines(find(outputs(dims, rows), NMS))).toEqual(FOUND);
  });

  it('leaves out indexes of boxes that are not there', () => {
    expect(
      lines(
        find(
          outputs(
            [2, 3],
            [
              [0, 0, 99],
              [0, 9, 0],
            ].map((row) => row),
          ),
          NMS,
        ),
      ),
    ).toEqual([]);
  });

  it('refuses outputs without the indexes', () => {
    expect(() => find(outputs([3], [[0, 0, 0]]).slice(0, 2), NMS)).toThrow(/expects indices \[K, 3\]/);
  });
});
