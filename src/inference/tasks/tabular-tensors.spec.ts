import type { FeatureSpec, TensorInfo, TensorType } from '../model-spec.js';
import { rowTensors } from './tabular-tensors.js';

const feature = (tensor: string, column: number): FeatureSpec => ({
  name: `${tensor}${column}`,
  type: 'float',
  tensor,
  column,
  range: null,
  categories: null,
  nullable: false,
  unit: null,
  description: null,
});

const input = (name: string, type: TensorType, dims: (number | string)[]): TensorInfo => ({
  name,
  type,
  dims,
});

describe('rowTensors', () => {
  it('puts the columns of one matrix side by side', () => {
    const features = [feature('x', 1), feature('x', 0)];
    expect(
      rowTensors(
        [
          [1, 2],
          [3, 4],
        ],
        features,
        [input('x', 'float32', ['', 2])],
      ),
    ).toEqual([{ name: 'x', type: 'float32', dims: [2, 2], data: Float32Array.of(2, 1, 4, 3) }]);
  });

  it('gives every input its own columns', () => {
    const inputs = [
      input('a', 'string', ['', 1]),
      input('b', 'int64', ['', 2]),
      input('c', 'float32', ['n']),
    ];
    const features = [feature('a', 0), feature('b', 0), feature('b', 1), feature('c', 0)];
    expect(rowTensors([['x', 1, -2, 0.5]], features, inputs)).toEqual([
      { name: 'a', type: 'string', dims: [1, 1], data: ['x'] },
      { name: 'b', type: 'int64', dims: [1, 2], data: BigInt64Array.of(1n, -2n) },
      { name: 'c', type: 'float32', dims: [1], data: Float32Array.of(0.5) },
    ]);
  });

  it.each<[TensorType, unknown]>([
    ['float64', Float64Array.of(1, NaN)],
    ['float16', Uint16Array.of(0x3c00, 0x7e00)],
    ['float32', Float32Array.of(1, NaN)],
  ])('writes null as NaN for %s', (type, data) => {
    expect(
      rowTensors([[1, NaN]], [feature('x', 0), feature('x', 1)], [input('x', type, [1, 2])])[0]?.data,
    ).toEqual(data);
  });

  it.each<[TensorType, unknown]>([
    ['int32', Int32Array.of(1)],
    ['uint8', Uint8Array.of(1)],
    ['bool', Uint8Array.of(1)],
    ['uint64', BigUint64Array.of(1n)],
  ])('writes %s', (type, data) => {
    expect(rowTensors([[1]], [feature('x', 0)], [input('x', type, [1, 1])])[0]?.data).toEqual(data);
  });

  it('fills a fixed batch up with the last row', () => {
    const [tensor] = rowTensors([[1], [2]], [feature('x', 0)], [input('x', 'float32', [4, 1])], 4);
    expect(tensor).toMatchObject({ dims: [4, 1], data: Float32Array.of(1, 2, 2, 2) });
  });
});
