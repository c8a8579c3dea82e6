import type { ClassificationSpec } from '../model-spec.js';
import { classify } from './image-classification.js';
import type { NamedTensor, Placement } from './task-io.js';

const PLACEMENT: Placement = {
  imageWidth: 40,
  imageHeight: 30,
  scaleX: 1,
  scaleY: 1,
  offsetX: 0,
  offsetY: 0,
};

const spec = (changes: Partial<ClassificationSpec> = {}): ClassificationSpec => ({
  kind: 'image-classification',
  image: {
    tensor: 'input',
    type: 'float32',
    layout: 'NCHW',
    color: 'RGB',
    width: 8,
    height: 8,
    fit: 'stretch',
    pad: 0,
    scale: 1,
    mean: [0],
    std: [1],
    resample: 'bilinear',
  },
  labels: [{ name: 'cat' }, { name: 'dog', severity: 'high', recommendation: 'run' }],
  confidence: null,
  tensor: 'logits',
  activation: 'softmax',
  scale: 1,
  offset: 0,
  multiLabel: false,
  scoreThreshold: 0,
  isBinary: false,
  background: 'none',
  topK: 3,
  ...changes,
});

const output = (dims: number[], values: number[]): NamedTensor[] => [
  { name: 'logits', type: 'float32', dims, data: Float32Array.from(values) },
];

describe('classify', () => {
  it.each([
    ['[N, C]', [1, 3]],
    ['[N, C, 1, 1]', [1, 3, 1, 1]],
    ['[C]', [3]],
  ])('reads %s, best first', (_shape, dims) => {
    expect(classify({ outputs: output(dims, [1, 3, 2]), item: 0, placement: PLACEMENT }, spec(), {})).toEqual(
      {
        classes: [
          { label: 'dog', class_id: 1, score: 0.6652, severity: 'high', recommendation: 'run' },
          { label: 'class_2', class_id: 2, score: 0.2447 },
          { label: 'cat', class_id: 0, score: 0.09 },
        ],
        image: { width: 40, height: 30 },
      },
    );
  });

  it.each([0, 1, 2])('reads picture %i of a batch', (item) => {
    const batch = output([3, 3], [9, 0, 0, 0, 9, 0, 0, 0, 9]);
    expect(
      classify({ outputs: batch, item: item, placement: PLACEMENT }, spec(), {}).classes[0]?.class_id,
    ).toBe(item);
  });

  it.each([
    ['large', [1000, 999, -1000]],
    ['infinitely small', [0, -1, -Infinity]],
  ])('does not overflow on %s logits', (_what, values) => {
    const { classes } = classify(
      { outputs: output([1, 3], values), item: 0, placement: PLACEMENT },
      spec(),
      {},
    );
    expect(classes.map(({ score }) => score)).toEqual([0.7311, 0.2689, 0]);
  });

  it('takes scores that are normalised already as they are', () => {
    const result = classify(
      { outputs: output([1, 2], [0.25, 0.75]), item: 0, placement: PLACEMENT },
      spec({ activation: 'none' }),
      {},
    );
    expect(result.classes.map(({ score }) => score)).toEqual([0.75, 0.25]);
  });

  it.each([
    [1, 1],
    [2, 2],
    [99, 3],
  ])('gives the best %i', (topK, count) => {
    expect(
      classify({ outputs: output([1, 3], [1, 3, 2]), item: 0, placement: PLACEMENT }, spec(), { topK })
        .classes,
    ).toHaveLength(count);
  });

  it('puts the lower class id first among equals', () => {
    const { classes } = classify(
      { outputs: output([1, 3], [1, 1, 1]), item: 0, placement: PLACEMENT },
      spec(),
      {},
    );
    expect(classes.map(({ class_id }) => class_id)).toEqual([0, 1, 2]);
  });

  it('reads float16', () => {
    const half: NamedTensor = {
      name: 'logits',
      type: 'float16',
      dims: [1, 2],
      data: Uint16Array.of(0x3400, 0x3a00),
    };
    const result = classify(
      { outputs: [half], item: 0, placement: PLACEMENT },
      spec({ activation: 'none' }),
      {},
    );
    expect(result.classes.map(({ score }) => score)).toEqual([0.75, 0.25]);
  });

  it.each([[[Number.NaN, 1, 2]], [[Infinity, 1, 2]], [[-Infinity, -Infinity, -Infinity]]])(
    'makes no answer up from %j',
    (values) => {
      expect(() =>
        classify({ outputs: output([1, 3], values), item: 0, placement: PLACEMENT }, spec(), {}),
      ).toThrow('not numbers');
    },
  );

  it.each([[[1, 2, 3]], [[]]])('refuses an output of shape %j', (dims) => {
    const size = dims.reduce((product, dim) => product * dim, 1);
    const values = Array.from({ length: size }, () => 0);
    expect(() =>
      classify({ outputs: output(dims, values), item: 0, placement: PLACEMENT }, spec(), {}),
    ).toThrow(/expected class scores 'logits' \[N, C\]/);
  });

  it('refuses a model without outputs', () => {
    expect(() => classify({ outputs: [], item: 0, placement: PLACEMENT }, spec(), {})).toThrow(
      'expected class scores',
    );
  });
});

describe('classify where classes do not exclude each other', () => {
  const MULTI = { activation: 'sigmoid', multiLabel: true, scoreThreshold: 0.5 } as const;
  const logits = output([1, 4], [2, -1, 0.5, 3]);

  it.each<[object, number[]]>([
    [{}, [3, 0, 2]],
    [{ scoreThreshold: 0.9 }, [3]],
    [{ scoreThreshold: 0.2 }, [3, 0, 2, 1]],
    [{ scoreThreshold: 0.99 }, []],
    [{ topK: 2 }, [3, 0]],
  ])('gives every class that reaches the threshold, best first, with %j', (options, expected) => {
    const view = { outputs: logits, item: 0, placement: PLACEMENT };
    const { classes } = classify(view, spec({ ...MULTI, topK: 4 }), options);
    expect(classes.map(({ class_id }) => class_id)).toEqual(expected);
  });

  it('scores each class by itself', () => {
    const { classes } = classify(
      { outputs: logits, item: 0, placement: PLACEMENT },
      spec({ ...MULTI, topK: 4 }),
      {},
    );
    expect(classes.map(({ score }) => score)).toEqual([0.9526, 0.8808, 0.6225]);
  });
});

describe('classify reads outputs of other kinds', () => {
  it.each<[string, number[], number[], Partial<ClassificationSpec>, [number, number][]]>([
    [
      'one score for two classes',
      [1, 1],
      [0.75],
      { isBinary: true, activation: 'none' },
      [
        [1, 0.75],
        [0, 0.25],
      ],
    ],
    [
      'one logit for two classes',
      [1, 1],
      [-2],
      { isBinary: true, activation: 'sigmoid' },
      [
        [0, 0.8808],
        [1, 0.1192],
      ],
    ],
    [
      'the background first',
      [1, 3],
      [0.5, 0.2, 0.3],
      { background: 'first', activation: 'none' },
      [
        [1, 0.3],
        [0, 0.2],
      ],
    ],
    [
      'the background last',
      [1, 3],
      [0.2, 0.3, 0.5],
      { background: 'last', activation: 'none' },
      [
        [1, 0.3],
        [0, 0.2],
      ],
    ],
    [
      'steps of a quantised score',
      [1, 2],
      [64, 191],
      { activation: 'none', scale: 1 / 255 },
      [
        [1, 0.749],
        [0, 0.251],
      ],
    ],
    [
      '[N, 1, C]',
      [1, 1, 2],
      [0.25, 0.75],
      { activation: 'none' },
      [
        [1, 0.75],
        [0, 0.25],
      ],
    ],
  ])('%s', (_, dims, values, changes, expected) => {
    const { classes } = classify(
      { outputs: output(dims, values), item: 0, placement: PLACEMENT },
      spec(changes),
      {},
    );
    expect(classes.map(({ class_id, score }) => [class_id, score])).toEqual(expected);
  });

  it('one score an item, [N]', () => {
    const view = { outputs: output([2], [0.25, 0.75]), item: 1, placement: PLACEMENT };
    expect(classify(view, spec({ isBinary: true, activation: 'none' }), {}).classes[0]).toMatchObject({
      class_id: 1,
      score: 0.75,
    });
  });

  it('takes the output that the spec names', () => {
    const other: NamedTensor = {
      name: 'features',
      type: 'float32',
      dims: [1, 2],
      data: Float32Array.of(9, 0),
    };
    const view = { outputs: [other, ...output([1, 2], [0, 5])], item: 0, placement: PLACEMENT };
    expect(classify(view, spec(), {}).classes[0]?.class_id).toBe(1);
  });
});
