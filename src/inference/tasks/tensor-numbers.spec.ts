import type { TensorType } from '../model-spec.js';
import { float16Bits } from './float16.js';
import type { TensorArray } from './task-io.js';
import { numbersOf } from './tensor-numbers.js';

describe('numbersOf', () => {
  it.each([0, 1, -2, 0.5, 65504, -65504, 2 ** -14, 2 ** -24, 0.333251953125])(
    'widens float16 %d',
    (value) => {
      const data = Uint16Array.of(float16Bits(value));
      expect(numbersOf({ name: 'x', type: 'float16', dims: [1], data })[0]).toBe(value);
    },
  );

  it.each([
    [0x7c00, Infinity],
    [0xfc00, -Infinity],
    [0x7e00, Number.NaN],
  ])('widens the bits %i', (bits, value) => {
    expect(numbersOf({ name: 'x', type: 'float16', dims: [1], data: Uint16Array.of(bits) })[0]).toBe(value);
  });

  it('does not copy what can be computed with', () => {
    const data = Float32Array.of(1, 2);
    expect(numbersOf({ name: 'x', type: 'float32', dims: [2], data })).toBe(data);
  });

  it.each<[TensorType, TensorArray]>([
    ['int64', BigInt64Array.of(1n)],
    ['uint64', BigUint64Array.of(1n)],
    ['string', ['a']],
  ])('refuses %s', (type, data) => {
    expect(() => numbersOf({ name: 'ids', type, dims: [1], data })).toThrow(
      `output 'ids' is ${type}; expected floating point numbers`,
    );
  });
});
