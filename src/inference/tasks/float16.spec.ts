import { float16Bits, float16Number } from './float16.js';

describe('float16Bits', () => {
  it.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [0.1, 0x2e66],
    [1 / 255, 0x1c04],
    [65504, 0x7bff],
    [65519, 0x7bff],
    [65520, 0x7c00],
    [-1e9, 0xfc00],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [3 * 2 ** -25, 0x0002],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [Infinity, 0x7c00],
    [NaN, 0x7e00],
  ])('%d is 0x%s', (value, bits) => {
    expect(float16Bits(value)).toBe(bits);
  });
});

describe('float16Number', () => {
  it('gives back every number that there is', () => {
    const all = Array.from({ length: 0x10000 }, (_, bits) => bits);
    const numbers = all.filter((bits) => !Number.isNaN(float16Number(bits)));
    // What is left out has all bits of the exponent and one of the fraction: NaN.
    expect(numbers).toHaveLength(0x10000 - 2 * 0x3ff);
    expect(numbers.map((bits) => float16Bits(float16Number(bits)))).toEqual(numbers);
  });
});
