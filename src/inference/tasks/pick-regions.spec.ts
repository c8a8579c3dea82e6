import { pickRegions, type RegionRule } from './pick-regions.js';
import type { Box, DetectionResult } from './task-io.js';

const IMAGE = { width: 810, height: 1080 };
const RULE: RegionRule = { label: null, select: 'largest', expand: 0, maxRegions: 10 };

const box = (x: number, y: number, width: number, height: number): Box => ({ x, y, width, height });
const seen = (...detections: [label: string, score: number, box: Box][]): DetectionResult => ({
  detections: detections.map(([label, score, at]) => ({ label, class_id: 0, score, box: at })),
  image: IMAGE,
});

// The two faces of bus.jpg: the surer one is the smaller one.
const FACES = seen(
  ['face', 0.9775, box(113.7, 411.8, 38.1, 54.6)],
  ['face', 0.9536, box(268.5, 417.6, 35.6, 65.3)],
);

describe('pickRegions', () => {
  it.each<[string, Partial<RegionRule>, DetectionResult, [string, number, number[]][]]>([
    ['the largest', {}, FACES, [['face', 0.9536, [268.5, 417.6, 35.6, 65.3]]]],
    ['the best', { select: 'best' }, FACES, [['face', 0.9775, [113.7, 411.8, 38.1, 54.6]]]],
    [
      'every one, best first',
      { select: 'every' },
      FACES,
      [
        ['face', 0.9775, [113.7, 411.8, 38.1, 54.6]],
        ['face', 0.9536, [268.5, 417.6, 35.6, 65.3]],
      ],
    ],
    [
      'at most so many',
      { select: 'every', maxRegions: 1 },
      FACES,
      [['face', 0.9775, [113.7, 411.8, 38.1, 54.6]]],
    ],
    [
      'those of a label',
      { select: 'every', label: 'dog' },
      seen(['cat', 0.9, box(0, 0, 9, 9)], ['dog', 0.3, box(5, 5, 9, 9)]),
      [['dog', 0.3, [5, 5, 9, 9]]],
    ],
    ['none of another label', { label: 'dog' }, FACES, []],
    ['none where nothing is', {}, seen(), []],
    [
      'of two of a size the better',
      {},
      seen(['a', 0.5, box(0, 0, 9, 9)], ['b', 0.6, box(20, 0, 9, 9)]),
      [['b', 0.6, [20, 0, 9, 9]]],
    ],
    [
      'with a part of its own size added on each side',
      { expand: 0.5 },
      seen(['face', 0.9, box(100, 200, 40, 60)]),
      [['face', 0.9, [80, 170, 80, 120]]],
    ],
    [
      'cut at the edges of the picture',
      { expand: 1 },
      seen(['face', 0.9, box(10, 1000, 400, 70)]),
      [['face', 0.9, [0, 930, 810, 150]]],
    ],
  ])('gives %s', (_what, rule, result, expected) => {
    const regions = pickRegions(result, { ...RULE, ...rule });
    expect(
      regions.map(({ label, score, box: at }) => [label, score, [at.x, at.y, at.width, at.height]]),
    ).toEqual(expected);
  });
});
