import type { NamedTensor } from '../../inference/tasks/task-io.js';
import { topClasses } from './classification.js';

const scores: NamedTensor = {
  name: 'y',
  type: 'float32',
  dims: [2, 3],
  data: Float32Array.of(0.5, 2, -1, 7, NaN, 7),
};

describe('topClasses', () => {
  it('ranks each item of a batch by itself, equal ones by index, NaN as the least', () => {
    expect(topClasses(scores, 2, true, [])).toEqual({
      name: 'y',
      type: 'string',
      dims: [2, 2],
      data: ['2.000000:1', '0.500000:0', '7.000000:0', '7.000000:2'],
    });
  });

  it('gives at most as many as there are, with labels', () => {
    const one = { ...scores, dims: [3], data: Float32Array.of(0.5, 2, -1) };
    expect(topClasses(one, 9, false, ['cat', 'dog', 'a:b']).data).toEqual([
      '2.000000:1:dog',
      '0.500000:0:cat',
      '-1.000000:2:a:b',
    ]);
    expect(topClasses(one, 1, false, ['too', 'few'])).toMatchObject({ dims: [1], data: ['2.000000:1'] });
  });

  it.each<[NamedTensor['type'], NamedTensor['data'], string[]]>([
    ['int64', BigInt64Array.of(3n, 9007199254740993n), ['9007199254740993:1', '3:0']],
    ['int32', Int32Array.of(-1, 4), ['4:1', '-1:0']],
    ['float64', Float64Array.of(1e-9, 0.25), ['0.250000:1', '0.000000:0']],
  ])('ranks %s', (type, data, expected) => {
    expect(topClasses({ name: 'y', type, dims: [2], data }, 2, false, []).data).toEqual(expected);
  });

  it('writes what has no or many digits as C++ does', () => {
    const data = Float64Array.of(-Infinity, NaN, 1e21, Infinity);
    expect(topClasses({ name: 'y', type: 'float64', dims: [4], data }, 4, false, []).data).toEqual([
      'inf:3',
      '1000000000000000000000.000000:2',
      '-inf:0',
      'nan:1',
    ]);
  });

  it('has the shape of the answer for no item, too', () => {
    const none = { ...scores, dims: [0, 3], data: new Float32Array(0) };
    expect(topClasses(none, 2, true, [])).toMatchObject({ dims: [0, 2], data: [] });
  });

  it.each<[NamedTensor['type'], NamedTensor['data']]>([
    ['string', ['a']],
    ['bool', Uint8Array.of(1)],
    ['float16', Uint16Array.of(1)],
    ['float32', new Float32Array(1_000_001)],
  ])('refuses %s', (type, data) => {
    expect(() => topClasses({ name: 'y', type, dims: [data.length], data }, 1, false, [])).toThrow(
      "output 'y' cannot be classified",
    );
  });
});
