import type { TensorArray } from '../tasks/task-io.js';
import type { TensorType } from '../model-spec.js';
import { assertFitsJson, jsonTensor, MAX_JSON_VALUES } from './json-tensor-result.js';

describe('jsonTensor', () => {
  it.each<[TensorType, TensorArray, unknown[]]>([
    ['float32', Float32Array.of(0.5, NaN, Infinity, -Infinity), [0.5, null, null, null]],
    [
      'int64',
      BigInt64Array.of(5n, 9007199254740991n, 9007199254740993n),
      [5, 9007199254740991, '9007199254740993'],
    ],
    ['uint64', BigUint64Array.of(18446744073709551615n), ['18446744073709551615']],
    ['bool', Uint8Array.of(0, 1), [false, true]],
    ['string', ['a', ''], ['a', '']],
    // 1, -2, the smallest subnormal, infinity, NaN
    ['float16', Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7c00, 0x7e00), [1, -2, 2 ** -24, null, null]],
  ])('writes %s', (type, data, expected) => {
    const tensor = jsonTensor({ name: 'y', type, dims: [data.length], data });
    expect(JSON.parse(JSON.stringify(tensor))).toEqual({
      name: 'y',
      datatype: type,
      shape: [data.length],
      data: expected,
    });
  });
});

describe('assertFitsJson', () => {
  it('counts the values of all tensors together', () => {
    const half = { data: new Uint8Array(MAX_JSON_VALUES / 2) };
    expect(() => assertFitsJson([half, half])).not.toThrow();
    expect(() => assertFitsJson([half, half, { data: ['one more'] }])).toThrow(
      `at most ${MAX_JSON_VALUES} values as JSON, and the model gave ${MAX_JSON_VALUES + 1}`,
    );
  });
});
