import { compareResults } from './compare-results.js';
import { type CompareTolerance, MOST_DIFFERENCES } from './comparison.js';

const STRICT: CompareTolerance = { score: 0.03, iou: 0.9, f1: 1, absolute: 1e-4, relative: 0.01 };
const LABELS_ONLY: CompareTolerance = { score: 1, iou: 0.5, f1: 0.5, absolute: 0, relative: 0.1 };

const image = { width: 100, height: 80 };
const box = (x: number, width = 10) => ({ x, y: 0, width, height: 10 });
const found = (label: string, score: number, at = box(0)) => ({ label, class_id: 0, score, box: at });
const classes = (...scores: [string, number][]) => ({
  classes: scores.map(([label, score]) => ({ label, class_id: 0, score })),
  image,
});

const y = (data: number[], dims = [data.length]) => ({
  outputs: [{ name: 'y', type: 'float32' as const, dims, data: Float32Array.from(data) }],
});

const yaw = (value: number, range: [number, number] | null = [-90, 90]) => ({
  values: [{ name: 'yaw', value, unit: 'degree', ...(range ? { range } : {}) }],
});

const row = (label: string, probabilities: Record<string, number>) => ({
  rows: [{ label, probabilities }],
});

const int64 = (value: bigint) => ({
  outputs: [{ name: 'y', type: 'int64' as const, dims: [1], data: BigInt64Array.of(value) }],
});

describe('compareResults', () => {
  describe('of classes', () => {
    it('agrees with itself', () => {
      const result = classes(['cat', 0.9], ['dog', 0.1]);
      expect(compareResults(result, result, STRICT)).toEqual({ agree: true, differences: [], scoreShift: 0 });
    });

    it('names another label in first place', () => {
      const { agree, differences } = compareResults(
        classes(['cat', 0.9]),
        classes(['dog', 0.8], ['cat', 0.2]),
        LABELS_ONLY,
      );
      expect(agree).toBe(false);
      expect(differences).toEqual([
        {
          path: 'classes[0]',
          expected: { label: 'cat', class_id: 0, score: 0.9 },
          actual: { label: 'dog', class_id: 0, score: 0.8 },
          reason: 'another label comes first',
        },
      ]);
    });

    it.each([
      [STRICT, false],
      [LABELS_ONLY, true],
    ])('lets a score move as far as the tolerance %j says', (tolerance, agree) => {
      const comparison = compareResults(classes(['cat', 0.9]), classes(['cat', 0.7]), tolerance);
      expect(comparison.agree).toBe(agree);
      expect(comparison.scoreShift).toBeCloseTo(-0.2);
    });

    it('leaves out of account what only one list holds below the first place', () => {
      const actual = classes(['cat', 0.9], ['dog', 0.1]);
      expect(compareResults(classes(['cat', 0.9]), actual, STRICT).agree).toBe(true);
      expect(compareResults(actual, classes(['cat', 0.9]), STRICT).agree).toBe(true);
    });

    it('compares no score where the expected answer has none', () => {
      const expected = { classes: [{ label: 'cat' }] };
      expect(compareResults(expected, classes(['cat', 0.4]), STRICT).agree).toBe(true);
      expect(compareResults(expected, classes(['dog', 0.4]), STRICT).agree).toBe(false);
    });

    it('finds no label where one is expected', () => {
      expect(compareResults(classes(['cat', 0.9]), classes(), STRICT)).toMatchObject({
        agree: false,
        scoreShift: null,
        differences: [{ path: 'classes[0]', actual: null }],
      });
      expect(compareResults(classes(), classes(), STRICT).agree).toBe(true);
    });
  });

  describe('of detections', () => {
    it('matches boxes in any order, of several the one that overlaps most', () => {
      const expected = { detections: [found('a', 0.9, box(0)), found('a', 0.8, box(5))], image };
      const actual = { detections: [found('a', 0.82, box(5)), found('a', 0.9, box(0.2))], image };
      const { agree, scoreShift } = compareResults(expected, actual, { ...STRICT, iou: 0.3 });
      expect(agree).toBe(true);
      expect(scoreShift).toBeCloseTo(0.01);
    });

    it.each([
      ['another label', [found('b', 0.9)], ['no such a was found', 'a b that is not expected']],
      ['another place', [found('a', 0.9, box(50))], ['no such a was found', 'a a that is not expected']],
      ['nothing', [], ['no such a was found']],
      ['one more', [found('a', 0.9), found('c', 0.5, box(40))], ['a c that is not expected']],
      ['a lower score', [found('a', 0.5)], ['the score differs by 0.4']],
    ])('tells of %s', (_, actual, reasons) => {
      const comparison = compareResults({ detections: [found('a', 0.9)] }, { detections: actual }, STRICT);
      expect(comparison.agree).toBe(false);
      expect(comparison.differences.map(({ reason }) => reason)).toEqual(reasons);
    });

    it('compares no score where the expected box has none', () => {
      const expected = { detections: [{ label: 'a', box: box(0) }] };
      expect(compareResults(expected, { detections: [found('a', 0.4)] }, STRICT).agree).toBe(true);
      expect(compareResults(expected, { detections: [] }, STRICT).differences).toMatchObject([
        { expected: { label: 'a', box: box(0) }, actual: null },
      ]);
    });

    it('lets boxes be missing down to the F1 that is wanted', () => {
      const all = [found('a', 0.9, box(0)), found('a', 0.8, box(30)), found('a', 0.7, box(60))];
      const f1OfTwoAndThree = (2 * 2) / 5;
      const compare = (f1: number) =>
        compareResults({ detections: all }, { detections: all.slice(0, 2) }, { ...STRICT, f1 });
      expect(compare(f1OfTwoAndThree).agree).toBe(true);
      expect(compare(f1OfTwoAndThree + 0.01).agree).toBe(false);
    });

    it('agrees on two empty pictures and on boxes without an area', () => {
      expect(compareResults({ detections: [] }, { detections: [] }, STRICT).agree).toBe(true);
      const empty = { detections: [found('a', 0.9, box(3, 0))] };
      expect(compareResults(empty, empty, STRICT).agree).toBe(true);
    });

    it('lists a bounded number of differences', () => {
      const many = Array.from({ length: 100 }, (_, index) => found('a', 0.9, box(index * 20)));
      const { differences } = compareResults({ detections: many }, { detections: [] }, STRICT);
      expect(differences).toHaveLength(MOST_DIFFERENCES);
    });
  });

  describe('of tensors', () => {
    it.each([
      ['within the tolerance', [1, 100.9], true],
      ['beyond it', [1, 101.1], false],
      ['not a number', [1, NaN], false],
    ])('judges a value %s', (_, data, agree) => {
      expect(compareResults(y([1, 100]), y(data), STRICT).agree).toBe(agree);
    });

    it('tells the value that is furthest off', () => {
      expect(compareResults(y([1, 2, 3]), y([1.5, 7, 3]), STRICT).differences).toEqual([
        { path: 'outputs.y[1]', expected: 2, actual: 7, reason: 'the largest difference is 5' },
      ]);
    });

    it('measures by the largest value where it is told to', () => {
      const byLargest = { ...LABELS_ONLY, relative: 0, ofLargest: 0.1 };
      expect(compareResults(y([0.001, -100]), y([9, -100]), byLargest).agree).toBe(true);
      expect(compareResults(y([0.001, -100]), y([11, -100]), byLargest).agree).toBe(false);
    });

    it('tells of another shape and of a missing output', () => {
      expect(compareResults(y([1, 2]), y([1, 2], [2, 1]), STRICT).differences[0]?.reason).toBe(
        'the shape differs',
      );
      expect(compareResults(y([1]), { outputs: [] }, STRICT).differences[0]?.reason).toBe(
        'there is no output of that name',
      );
    });

    it.each([
      ['int64', BigInt64Array.of(5n, 2n ** 60n), [5, String(2n ** 60n)]],
      ['bool', Uint8Array.of(1, 0), [true, false]],
      ['float16', Uint16Array.of(0x3c00, 0xc000), [1, -2]],
      ['float32', Float32Array.of(1, NaN), [1, null]],
      ['string', ['a', 'b'], ['a', 'b']],
    ] as const)('reads %s as an executor gives it and as JSON writes it', (type, data, json) => {
      const raw = { outputs: [{ name: 'y', type, dims: [2], data }] };
      const written = { outputs: [{ name: 'y', datatype: type, shape: [2], data: json }] };
      const other = { outputs: [{ name: 'y', datatype: type, shape: [2], data: [json[0], 'other'] }] };
      expect(compareResults(written, raw, STRICT).agree).toBe(true);
      expect(compareResults(raw, written, STRICT).agree).toBe(true);
      expect(compareResults(other, raw, STRICT).agree).toBe(false);
    });

    it('tells 64-bit numbers apart that are one as a double', () => {
      const exact = { ...STRICT, absolute: 0, relative: 0 };
      expect(compareResults(int64(2n ** 60n), int64(2n ** 60n + 1n), exact).agree).toBe(false);
    });
  });

  describe('of named values', () => {
    it('measures a difference by the range of the value', () => {
      expect(compareResults(yaw(0), yaw(17.9), LABELS_ONLY).agree).toBe(true);
      expect(compareResults(yaw(0), yaw(18.1), LABELS_ONLY).differences[0]).toEqual({
        path: 'values[0].value',
        expected: 0,
        actual: 18.1,
        reason: 'it differs by 18.1, at most 18 is allowed',
      });
    });

    it('measures it by the value itself where there is no range', () => {
      expect(compareResults(yaw(100, null), yaw(109, null), LABELS_ONLY).agree).toBe(true);
      expect(compareResults(yaw(100, null), yaw(111, null), LABELS_ONLY).agree).toBe(false);
    });
  });

  describe('of rows', () => {
    it('takes numbers under probabilities for scores', () => {
      const expected = row('yes', { yes: 0.9, no: 0.1 });
      const actual = row('yes', { yes: 0.6, no: 0.4 });
      expect(compareResults(expected, actual, LABELS_ONLY).agree).toBe(true);
      expect(compareResults(expected, actual, STRICT).differences.map(({ path }) => path)).toEqual([
        'rows[0].probabilities.yes',
        'rows[0].probabilities.no',
      ]);
    });

    it('tells of another label and another number of rows', () => {
      expect(compareResults(row('yes', {}), row('no', {}), LABELS_ONLY).agree).toBe(false);
      expect(compareResults({ rows: [] }, row('no', {}), LABELS_ONLY).agree).toBe(false);
    });
  });

  it('asks only for what the expected answer holds', () => {
    expect(compareResults({ a: 1 }, { a: 1, b: 2 }, STRICT).agree).toBe(true);
    expect(compareResults({ a: 1, b: 2 }, { a: 1 }, STRICT).differences[0]?.path).toBe('b');
    expect(compareResults({ toString: 1 }, {}, STRICT).agree).toBe(false);
  });
});
