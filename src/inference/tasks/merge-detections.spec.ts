import { mergeDetections } from './merge-detections.js';
import type { Detection, DetectionResult, Point } from './task-io.js';

const IMAGE = { width: 100, height: 100 };

const one = (
  label: string,
  score: number,
  [x, y, width, height]: [number, number, number, number],
  keypoints?: Point[],
): Detection => ({
  label,
  class_id: 0,
  score,
  box: { x, y, width, height },
  ...(keypoints && { keypoints }),
});

const result = (...detections: Detection[]): DetectionResult => ({ detections, image: IMAGE });

const shown = ({ detections }: DetectionResult): unknown[] =>
  detections.map(({ label, score, spread, box }) => [
    label,
    score,
    spread,
    [box.x, box.y, box.width, box.height],
  ]);

describe('mergeDetections', () => {
  it.each<[string, DetectionResult[], number[], unknown[]]>([
    [
      'one thing seen by both: the box by score, the score by mean',
      [result(one('cat', 0.9, [10, 10, 20, 20])), result(one('cat', 0.3, [14, 10, 20, 20]))],
      [1, 1],
      [['cat', 0.6, 0.3, [11, 10, 20, 20]]],
    ],
    [
      'a thing that one of two did not see with half its score',
      [result(one('cat', 0.8, [10, 10, 20, 20])), result()],
      [1, 1],
      [['cat', 0.4, 0.4, [10, 10, 20, 20]]],
    ],
    [
      'weights in box and score',
      [result(one('cat', 0.6, [10, 10, 20, 20])), result(one('cat', 0.6, [14, 10, 20, 20]))],
      [3, 1],
      [['cat', 0.6, 0, [11, 10, 20, 20]]],
    ],
    [
      'two labels in one place as two things',
      [result(one('cat', 0.8, [10, 10, 20, 20])), result(one('dog', 0.6, [10, 10, 20, 20]))],
      [1, 1],
      [
        ['cat', 0.4, 0.4, [10, 10, 20, 20]],
        ['dog', 0.3, 0.3, [10, 10, 20, 20]],
      ],
    ],
    [
      'two things of one label apart',
      [result(one('cat', 0.8, [10, 10, 20, 20])), result(one('cat', 0.8, [60, 60, 20, 20]))],
      [1, 1],
      [
        ['cat', 0.4, 0.4, [10, 10, 20, 20]],
        ['cat', 0.4, 0.4, [60, 60, 20, 20]],
      ],
    ],
    [
      'a thing that one saw twice with no more than the mean of its boxes',
      [result(one('cat', 0.8, [10, 10, 20, 20]), one('cat', 0.6, [11, 10, 20, 20]))],
      [1],
      [['cat', 0.7, 0, [10.4, 10, 20, 20]]],
    ],
    ['nothing where nobody saw anything', [result(), result()], [1, 1], []],
  ])('gives %s', (_what, results, weights, expected) => {
    expect(shown(mergeDetections(results, weights))).toEqual(expected);
  });

  it('puts the best first, and leaves out what is weak or too much', () => {
    const seen = result(
      one('cat', 0.4, [0, 0, 9, 9]),
      one('cat', 0.9, [20, 0, 9, 9]),
      one('cat', 0.6, [40, 0, 9, 9]),
      one('cat', 0.1, [60, 0, 9, 9]),
    );
    const scores = (options: object): number[] =>
      mergeDetections([seen], [1], options).detections.map(({ score }) => score);
    expect(scores({})).toEqual([0.9, 0.6, 0.4, 0.1]);
    expect(scores({ scoreThreshold: 0.4 })).toEqual([0.9, 0.6, 0.4]);
    expect(scores({ maxDetections: 2 })).toEqual([0.9, 0.6]);
  });

  it('keeps what a majority of the weights has seen', () => {
    const cat = one('cat', 0.8, [10, 10, 20, 20]);
    const dog = one('dog', 0.8, [60, 60, 20, 20]);
    const three = [result(cat, dog), result(cat), result()];
    const labels = (weights: number[]): string[] =>
      mergeDetections(three, weights, { leastShare: 0.51 }).detections.map(({ label }) => label);
    expect(labels([1, 1, 1])).toEqual(['cat']);
    expect(labels([3, 1, 1])).toEqual(['cat', 'dog']);
    expect(labels([1, 1, 3])).toEqual([]);
  });

  it.each<[string, (Point[] | undefined)[], Point[] | undefined]>([
    ['are averaged by score', [[{ x: 10, y: 20 }], [{ x: 14, y: 20 }]], [{ x: 11, y: 20 }]],
    ['are left out where one box has none', [[{ x: 10, y: 20 }], undefined], undefined],
    [
      'are left out where their numbers differ',
      [
        [{ x: 1, y: 1 }],
        [
          { x: 1, y: 1 },
          { x: 2, y: 2 },
        ],
      ],
      undefined,
    ],
  ])('points %s', (_what, [first, second], expected) => {
    const merged = mergeDetections(
      [result(one('cat', 0.9, [10, 10, 20, 20], first)), result(one('cat', 0.3, [10, 10, 20, 20], second))],
      [1, 1],
    );
    expect(merged.detections[0]!.keypoints).toEqual(expected);
  });
});
