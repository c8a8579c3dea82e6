import { lines, SIZE, tensor } from '../../../test/fixtures/detection-task.js';
import { letterboxDetector, LETTERBOXED } from '../../../test/fixtures/letterboxed-detection.js';
import type { DetectionSpec } from '../model-spec.js';
import { detect } from './object-detection.js';
import type { DetectionOptions, NamedTensor } from './task-io.js';

const run = (
  outputs: readonly NamedTensor[],
  changes: Partial<DetectionSpec>,
  options: DetectionOptions = {},
  item = 0,
) => detect({ outputs, item, placement: LETTERBOXED }, letterboxDetector(changes), options).detections;

describe('end2end', () => {
  const END2END = { decoder: 'end2end', boxUnits: 'pixels' } as const;
  const ROWS = [
    [5, 16, 15, 24, 0.7, 1],
    [22, 24, 42, 40, 0.9, 0],
    [22, 24, 42, 40, 0.6, 0],
    [0, 0, 0, 0, 0, 0],
  ];
  const CAT = 'cat 0.9 44,32 40x32';
  const COVERED = 'cat 0.6 44,32 40x32';
  const DOG = 'dog 0.7 10,16 20x16';
  const rows = tensor('output0', [1, 4, 6], ROWS.flat());

  it.each<[DetectionOptions, string[]]>([
    [{}, [CAT, DOG, COVERED]],
    [{ iouThreshold: 0, classAgnostic: true }, [CAT, DOG, COVERED]],
    [{ scoreThreshold: 0.65 }, [CAT, DOG]],
    [{ labels: ['dog'] }, [DOG]],
    [{ maxDetections: 1 }, [CAT]],
  ])('takes boxes as they are, best first, with %j', (options, expected) => {
    expect(lines(run([rows], END2END, options))).toEqual(expected);
  });

  it('reads each picture of a batch by itself', () => {
    const blank = ROWS.flat().map(() => 0);
    const batch = tensor('output0', [2, 4, 6], [...blank, ...ROWS.flat()]);
    expect(lines(run([batch], END2END, {}, 0))).toEqual([]);
    expect(lines(run([batch], END2END, {}, 1))).toEqual([CAT, DOG, COVERED]);
  });

  it.each<[string, (score: number, id: number) => number[]]>([
    ['class before score (YOLOv7)', (score, id) => [id, score]],
    ['score before class (YOLO-NAS)', (score, id) => [score, id]],
  ])('reads rows that name their picture, %s', (_, inOrder) => {
    const named = ROWS.map((row, i) => [i === 2 ? 0 : 1, ...row.slice(0, 4), ...inOrder(row[4]!, row[5]!)]);
    const output = tensor('output', [4, 7], named.flat());
    expect(lines(run([output], END2END, {}, 0))).toEqual([COVERED]);
    expect(lines(run([output], END2END, {}, 1))).toEqual([CAT, DOG]);
  });

  it('scales declared fractions', () => {
    const parts = ROWS.flatMap((row) => row.map((value, i) => (i < 4 ? value / SIZE : value)));
    const changes = { ...END2END, boxUnits: 'normalized' as const };
    expect(lines(run([tensor('o', [1, 4, 6], parts)], changes))).toEqual([CAT, DOG, COVERED]);
  });

  it('never makes up a box from NaN or infinity', () => {
    for (const odd of [Number.NaN, Infinity, -Infinity]) {
      for (let column = 0; column < 6; column += 1) {
        const odds = ROWS.flatMap((row) => row.map((value, i) => (i === column ? odd : value)));
        for (const { box, score } of run([tensor('o', [1, 4, 6], odds)], END2END)) {
          expect([box.x, box.y, box.width, box.height, score].every(Number.isFinite)).toBe(true);
        }
      }
    }
  });

  it('refuses rows of another length', () => {
    expect(() =>
      run(
        [
          tensor(
            'o',
            [1, 2, 5],
            Array.from({ length: 10 }, () => 0),
          ),
        ],
        END2END,
      ),
    ).toThrow('expects rows of 6 numbers, or [K, 7]; got rows of 5');
  });
});

describe('ultraface', () => {
  const FACE: Partial<DetectionSpec> = {
    decoder: 'ultraface',
    boxUnits: 'normalized',
    background: 'first',
    labels: [{ name: 'face' }],
  };

  it('takes the second column and scales the fractions', () => {
    const scores = tensor('scores', [1, 3, 2], [0.1, 0.9, 0.9, 0.1, 0.2, 0.8]);
    const corners = [22, 24, 42, 40].map((value) => value / SIZE);
    const boxes = tensor('boxes', [1, 3, 4], [...corners, 0, 0, 0.5, 0.5, ...corners]);
    expect(lines(run([scores, boxes], FACE))).toEqual(['face 0.9 44,32 40x32']);
  });

  it('refuses other outputs', () => {
    expect(() => run([tensor('scores', [1, 3, 2], [0, 0, 0, 0, 0, 0])], FACE)).toThrow(
      'the ultraface decoder expects outputs [N, A, 4] and [N, A, C]',
    );
  });
});

describe('yunet', () => {
  const FACE: Partial<DetectionSpec> = {
    decoder: 'yunet',
    boxUnits: 'pixels',
    labels: [{ name: 'face' }],
    keypoints: { count: 5, hasScore: false, names: ['a', 'b', 'c', 'd', 'e'] },
  };
  const COLUMNS = { cls: 1, obj: 1, bbox: 4, kps: 10 } as const;

  /** One face in cell `cell` of stride 16, of `batch` pictures in the last. */
  function outputs(
    changes: Partial<Record<keyof typeof COLUMNS, number[]>> = {},
    batch = 1,
    cell = 6,
  ): NamedTensor[] {
    const face = {
      cls: [0.9],
      obj: [1.2],
      bbox: [0, 0.5, Math.log(1.25), 0],
      kps: [0, 0, 1, 0, 0.5, 0.5, 0, 1, 1, 1],
    };
    return [8, 16, 32].flatMap((stride) =>
      (Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]).map((kind) => {
        const cells = (SIZE / stride) ** 2;
        const values = Array.from({ length: batch * cells * COLUMNS[kind] }, () => 0);
        const at = ((batch - 1) * cells + cell) * COLUMNS[kind];
        if (stride === 16) values.splice(at, COLUMNS[kind], ...(changes[kind] ?? face[kind]));
        return tensor(`${kind}_${stride}`, [batch, cells, COLUMNS[kind]], values);
      }),
    );
  }

  // Cell 6 of 4 x 4 lies in column 2, row 1: centre 32, 24; the placement moves y by 8 and doubles both.
  const EXPECTED = [
    {
      label: 'face',
      class_id: 0,
      score: 0.9,
      box: { x: 44, y: 16, width: 40, height: 32 },
      keypoints: [
        { x: 64, y: 16, name: 'a' },
        { x: 96, y: 16, name: 'b' },
        { x: 80, y: 32, name: 'c' },
        { x: 64, y: 48, name: 'd' },
        { x: 96, y: 48, name: 'e' },
      ],
    },
  ];

  it('decodes box, score and points on the grid', () => {
    expect(run(outputs(), FACE)).toEqual(EXPECTED);
  });

  it('reads each picture of a batch by itself', () => {
    expect(run(outputs({}, 2), FACE, {}, 0)).toEqual([]);
    expect(run(outputs({}, 2), FACE, {}, 1)).toEqual(EXPECTED);
  });

  it('leaves out faces when another label is asked for', () => {
    expect(run(outputs(), FACE, { labels: ['cat'] })).toEqual([]);
  });

  it.each<[string, number[]]>([
    ['cls', [Number.NaN]],
    ['bbox', [0, 0, Infinity, 0]],
    ['kps', [Number.NaN, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ])('drops a face with an impossible %s', (kind, values) => {
    expect(run(outputs({ [kind]: values }), FACE)).toEqual([]);
  });

  it('refuses a missing output and another number of cells', () => {
    expect(() => run(outputs().slice(1), FACE)).toThrow("the yunet decoder expects 'cls_8' as [N, 64, 1]");
    const [first, ...rest] = outputs();
    expect(() => run([tensor(first!.name, [1, 1, 1], [0]), ...rest], FACE)).toThrow('[N, 64, 1]');
  });
});
