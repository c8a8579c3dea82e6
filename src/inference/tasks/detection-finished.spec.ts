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
  whole,
} from '../../../test/fixtures/detection-task.js';
import type { NamedTensor } from './task-io.js';

const chosen = (dims: number[], rows: number[][]): NamedTensor[] => [
  tensor('boxes', [1, 5, 4], BOXES.flat()),
  tensor('scores', [1, 2, 5], transposed(SCORES)),
  whole('selected', dims, rows.flat()),
];

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
      'as MMDeploy has them, scores behind the boxes',
      [
        tensor(
          'dets',
          [1, 3, 5],
          KEPT.flatMap((box, index) => [...box, [0.9, 0.7, 0.1][index]!]),
        ),
        whole('labels', [1, 3], [0, 1, 0]),
      ],
      {},
    ],
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

const PADDLE = { decoder: 'paddle' } as const;
/** Anchors as rows of class, score and box. */
const paddleRows = (...which: number[]): number[][] =>
  which.map((index) => [SCORES[index]![0]! > 0.5 ? 0 : 1, Math.max(...SCORES[index]!), ...BOXES[index]!]);
const table = (list: number[][]): NamedTensor => tensor('rows', [list.length, 6], list.flat());

/** A dog, whatever the first four numbers are. */
const dogAt = (x: number, y: number, c: number, d: number): number[] => [x, y, c, d, 0.9, 1];

describe('finished boxes as rows', () => {
  it.each<[DetectionSpec['boxFormat'], DetectionSpec['boxUnits'], number[]]>([
    ['corners', 'pixels', dogAt(10, 20, 30, 40)],
    ['corners-yx', 'pixels', dogAt(20, 10, 40, 30)],
    ['center', 'normalized', dogAt(20 / 64, 30 / 64, 20 / 64, 20 / 64)],
  ])('have their box as %s in %s', (boxFormat, boxUnits, numbers) => {
    const found = find([tensor('y', [1, 2, 6], [...numbers, 0, 0, 0, 0, 0, 0])], {
      decoder: 'end2end',
      boxFormat,
      boxUnits,
    });
    expect(lines(found)).toEqual(['dog 0.9 10,20 20x20']);
  });
});

describe('finished boxes of PaddleDetection', () => {
  it('are rows of class, score and box', () => {
    expect(lines(find([table(paddleRows(0, 1, 3)), whole('num', [1], [3])], PADDLE))).toEqual(FOUND);
  });

  it('are as many for each picture as is counted', () => {
    const outputs = [table([...paddleRows(3), ...paddleRows(0, 1)]), whole('num', [2], [1, 2])];
    expect(lines(find(outputs, PADDLE, {}, 1))).toEqual(FOUND);
    expect(lines(find(outputs, PADDLE, {}, 0))).toEqual([]);
  });

  it('are all one picture’s where nothing counts them', () => {
    expect(lines(find([table(paddleRows(0, 1))], PADDLE))).toEqual(FOUND);
  });

  it('are none where the class is -1', () => {
    const nothing = [[-1, 0.9, 0, 0, 9, 9]];
    expect(find([table(nothing), whole('num', [1], [1])], PADDLE)).toEqual([]);
  });

  it('are refused in another form', () => {
    expect(() => find([tensor('rows', [1, 5], BOXES[0]!.concat(1))], PADDLE)).toThrow(/rows \[K, 6\]/);
  });
});

describe('boxes that a NonMaxSuppression chose', () => {
  const NMS = { decoder: 'nms-indices' } as const;
  it.each<[string, number[]]>([
    ['[K, 3]', [3, 3]],
    ['[1, K, 3]', [1, 3, 3]],
  ])('%s', (_, dims) => {
    const rows = [
      [0, 0, 0],
      [0, 1, 1],
      [1, 0, 2],
    ];
    expect(lines(find(chosen(dims, rows), NMS))).toEqual(FOUND);
  });

  it('leaves out indexes of boxes that are not there', () => {
    expect(
      lines(
        find(
          chosen(
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
    expect(() => find(chosen([3], [[0, 0, 0]]).slice(0, 2), NMS)).toThrow(/expects indices \[K, 3\]/);
  });
});
