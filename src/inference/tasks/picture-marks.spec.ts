import { pictureMarks } from './picture-marks.js';
import type { PictureResult, RegionResult } from './task-io.js';

const image = { width: 100, height: 50 };
const whole = { x: 0, y: 0, ...image };
const box = (x: number) => ({ x, y: 1, width: 10, height: 10 });
const classes = (label: string, score: number, id = 0) => ({
  classes: [{ label, class_id: id, score }],
  image,
});
const region = (x: number, result: PictureResult): RegionResult => ({
  box: box(x),
  label: 'face',
  score: 0.9,
  model: 'faces',
  result,
});

describe('pictureMarks', () => {
  it('marks every finding, the best one last', () => {
    const found = (label: string, score: number, x: number, id: number) => ({
      label,
      score,
      class_id: id,
      box: box(x),
    });
    const detections = [
      { ...found('bus', 0.912, 1, 5), keypoints: [{ x: 2, y: 3 }] },
      found('cat', 0.5, 20, 3),
    ];
    expect(pictureMarks({ detections, image })).toEqual([
      { box: box(20), lines: ['cat 0.50'], colorIndex: 3, points: [] },
      { box: box(1), lines: ['bus 0.91'], colorIndex: 5, points: [{ x: 2, y: 3 }] },
    ]);
  });

  it('names the thing that a session follows', () => {
    const found = { label: 'bus', score: 0.9, class_id: 5, box: box(1) };
    const detections = [
      { ...found, track_id: 3 },
      { ...found, track_id: null },
    ];
    expect(pictureMarks({ detections, image }).map(({ lines }) => lines)).toEqual([
      ['bus 0.90'],
      ['#3 bus 0.90'],
    ]);
  });

  it.each<[string, PictureResult, object]>([
    [
      'the class on the whole picture',
      classes('rust', 0.871, 2),
      { box: whole, lines: ['rust 0.87'], colorIndex: 2 },
    ],
    [
      'the class on the part that was looked at',
      { ...classes('rust', 0.8), region: { box: box(4), label: 'leaf', score: 0.7, model: 'leaves' } },
      { box: box(4), lines: ['rust 0.80'] },
    ],
    [
      'a line for each value, with its unit',
      {
        values: [
          { name: 'yaw', value: 12.3456, unit: 'degrees', range: null },
          { name: 'age', value: 31, unit: null, range: [0, 100] },
        ],
        image,
      },
      { box: whole, lines: ['yaw 12.3 degrees', 'age 31'] },
    ],
    ['no text where there is no class', { classes: [], image, region: null }, { box: whole, lines: [] }],
  ])('writes %s', (_, result, mark) => {
    expect(pictureMarks(result)).toEqual([expect.objectContaining(mark)]);
  });

  it('marks every part with its own answer, findings within a part too', () => {
    const inner: PictureResult = {
      detections: [{ label: 'eye', score: 0.5, class_id: 1, box: box(3) }],
      image,
    };
    const marks = pictureMarks({ regions: [region(1, classes('happy', 0.9)), region(2, inner)], image });
    expect(marks.map(({ box: { x }, lines }) => [x, ...lines])).toEqual([
      [2],
      [3, 'eye 0.50'],
      [1, 'happy 0.90'],
    ]);
  });
});
