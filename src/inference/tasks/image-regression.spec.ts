import type { ImageInputSpec, ImageRegressionSpec, ValueSpec } from '../model-spec.js';
import { estimate } from './image-regression.js';
import type { NamedTensor, Placement } from './task-io.js';

const PLACEMENT: Placement = {
  imageWidth: 40,
  imageHeight: 30,
  scaleX: 1,
  scaleY: 1,
  offsetX: 0,
  offsetY: 0,
};
const MIRRORED: Placement = { ...PLACEMENT, scaleX: -1, offsetX: 40 };

const value = (name: string, changes: Partial<ValueSpec> = {}): ValueSpec => ({
  name,
  tensor: 'y',
  index: 0,
  scale: 1,
  offset: 0,
  unit: null,
  range: null,
  ...changes,
});

const spec = (
  values: ValueSpec[],
  activation: ImageRegressionSpec['activation'] = 'none',
): ImageRegressionSpec => ({
  kind: 'image-regression',
  image: {} as ImageInputSpec,
  activation,
  values,
});

const output = (dims: number[], values: number[], name = 'y'): NamedTensor => ({
  name,
  type: 'float32',
  dims,
  data: Float32Array.from(values),
});

const POSE = [
  value('yaw'),
  value('pitch', { index: 1 }),
  value('roll', { index: 2, unit: 'degrees', range: [-90, 90] }),
];

describe('estimate', () => {
  it('gives the values in their order, with unit and range', () => {
    const view = { outputs: [output([1, 3], [-17.5, 4, 0.5])], item: 0, placement: PLACEMENT };
    expect(estimate(view, spec(POSE))).toEqual({
      values: [
        { name: 'yaw', value: -17.5, unit: null, range: null },
        { name: 'pitch', value: 4, unit: null, range: null },
        { name: 'roll', value: 0.5, unit: 'degrees', range: [-90, 90] },
      ],
      image: { width: 40, height: 30 },
    });
  });

  it.each<[string, NamedTensor[], ValueSpec[], number[]]>([
    ['one output [N, K]', [output([2, 2], [1, 2, 3, 4])], [value('a'), value('b', { index: 1 })], [3, 4]],
    [
      'several outputs [N, 1]',
      [output([2, 1], [1, 2]), output([2, 1], [3, 4], 'z')],
      [value('a'), value('b', { tensor: 'z' })],
      [2, 4],
    ],
    [
      'several outputs [N]',
      [output([2], [1, 2]), output([2], [3, 4], 'z')],
      [value('a'), value('b', { tensor: 'z' })],
      [2, 4],
    ],
    ['further dimensions', [output([2, 2, 1, 1], [1, 2, 3, 4])], [value('b', { index: 1 })], [4]],
  ])('reads the second picture of a batch from %s', (_, outputs, values, expected) => {
    const result = estimate({ outputs, item: 1, placement: PLACEMENT }, spec(values));
    expect(result.values.map((one) => one.value)).toEqual(expected);
  });

  it('reads an output without a batch', () => {
    const view = { outputs: [output([3], [1, 2, 3])], item: 0, placement: PLACEMENT };
    expect(estimate(view, spec(POSE)).values.map((one) => one.value)).toEqual([1, 2, 3]);
  });

  it.each<[ImageRegressionSpec['activation'], number, number]>([
    ['none', 2, 3],
    ['sigmoid', 0, 52],
    ['tanh', 0, 2],
  ])('takes %s first, then scale and offset', (activation, raw, expected) => {
    const scale = activation === 'none' ? 0.5 : 100;
    const view = { outputs: [output([1, 1], [raw])], item: 0, placement: PLACEMENT };
    const { values } = estimate(view, spec([value('age', { scale, offset: 2 })], activation));
    expect(values[0]?.value).toBe(expected);
  });

  it('turns the sign of what points left or right in a mirrored picture, and only there', () => {
    const outputs = [output([1, 3], [10, 20, 30])];
    const negate = ['yaw', 'roll'];
    const numbers = (placement: Placement) =>
      estimate({ outputs, item: 0, placement }, spec(POSE), negate).values.map((one) => one.value);
    expect(numbers(PLACEMENT)).toEqual([10, 20, 30]);
    expect(numbers(MIRRORED)).toEqual([-10, 20, -30]);
    expect(numbers({ ...PLACEMENT, scaleY: -1 })).toEqual([10, 20, 30]);
  });

  it.each<[string, NamedTensor[], RegExp]>([
    ['another output', [output([1, 3], [1, 2, 3], 'z')], /expected an output 'y'; the model has z \[1,3\]/],
    ['too few numbers', [output([1, 2], [1, 2])], /value 'roll' is number 2 of 'y', which has 2/],
    ['no number', [output([1, 3], [1, Number.NaN, 3])], /no finite number for 'pitch'/],
    ['infinity', [output([1, 3], [Infinity, 2, 3])], /no finite number for 'yaw'/],
  ])('refuses %s', (_, outputs, message) => {
    expect(() => estimate({ outputs, item: 0, placement: PLACEMENT }, spec(POSE))).toThrow(message);
  });
});
