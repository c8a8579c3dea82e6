import type { Datatype } from './datatypes.js';
import { flatten, hasLostDigits, readNumbers, readTexts } from './json-values.js';

type Numeric = Exclude<Datatype, 'BYTES'>;

describe('flatten', () => {
  it.each([
    ['flat', [1, 2, 3, 4]],
    [
      'nested',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['nested unevenly', [1, [2, [3, [4]]]]],
  ])('takes %s data', (_, data) => {
    expect(flatten('x', data, 4)).toEqual([1, 2, 3, 4]);
  });

  it('counts', () => {
    expect(() => flatten('x', [[1, 2], [3]], 4)).toThrow(
      'input \'x\' expects 4 values in "data" by its shape; got 3',
    );
    expect(() => flatten('x', 'text', 1)).toThrow('input \'x\' expects "data" as a list; got string');
  });

  it('does not follow a hostile nesting', () => {
    const deep = JSON.parse(`${'['.repeat(5000)}1${']'.repeat(5000)}`) as unknown;
    expect(() => flatten('x', deep, 1)).toThrow('at most 64 dimensions');
  });
});

describe('readNumbers', () => {
  it.each<[Numeric, unknown[], unknown]>([
    ['BOOL', [true, false, 1, 0], Uint8Array.of(1, 0, 1, 0)],
    ['UINT8', [0, 255], Uint8Array.of(0, 255)],
    ['INT8', [-128, 127], Int8Array.of(-128, 127)],
    ['UINT16', [65535], Uint16Array.of(65535)],
    ['INT16', [-32768], Int16Array.of(-32768)],
    ['UINT32', [4294967295], Uint32Array.of(4294967295)],
    ['INT32', [-2147483648, 1.0], Int32Array.of(-2147483648, 1)],
    [
      'INT64',
      [1, -9223372036854775808n, '9007199254740993'],
      BigInt64Array.of(1n, -(2n ** 63n), 9007199254740993n),
    ],
    ['UINT64', [18446744073709551615n], BigUint64Array.of(2n ** 64n - 1n)],
    ['FP16', [1, -2, 65504, null], Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x7e00)],
    ['FP32', [0.1, null, Infinity, 16777216n], Float32Array.of(0.1, NaN, Infinity, 16777216)],
    ['FP64', [0.1, NaN, -Infinity], Float64Array.of(0.1, NaN, -Infinity)],
  ])('%s', (datatype, values, expected) => {
    expect(readNumbers('x', values, datatype)).toEqual(expected);
  });

  it.each<[Numeric, unknown, string]>([
    ['BOOL', 2, 'true or false at position 1 of "data"; got 2'],
    ['UINT8', 256, '0 to 255 at position 1 of "data"; got 256'],
    ['UINT8', -1, '0 to 255 at position 1 of "data"; got -1'],
    ['INT8', 1.5, 'a whole number at position 1 of "data"; got 1.5'],
    ['INT32', 3000000000, '-2147483648 to 2147483647 at position 1 of "data"; got 3000000000'],
    ['INT32', 9007199254740993n, 'a whole number at position 1 of "data"; got 9007199254740993'],
    ['INT64', 2n ** 63n, 'to 9223372036854775807 at position 1 of "data"; got 9223372036854775808'],
    ['INT64', 'seven', 'a whole number at position 1 of "data"; got "seven"'],
    ['INT64', null, 'a whole number at position 1 of "data"; got null'],
    ['UINT64', -1, '0 to 18446744073709551615 at position 1 of "data"; got -1'],
    ['FP32', 'x', 'a number at position 1 of "data"; got "x"'],
    ['FP32', 1e39, 'a number that FP32 can hold at position 1 of "data"; got 1e+39'],
    ['FP16', 65520, 'a number that FP16 can hold at position 1 of "data"; got 65520'],
    ['FP64', true, 'a number at position 1 of "data"; got true'],
    ['FP64', {}, 'a number at position 1 of "data"; got {}'],
  ])('%s refuses %s', (datatype, value, message) => {
    expect(() => readNumbers('x', [0, value], datatype)).toThrow(message);
  });
});

describe('readTexts', () => {
  it('takes text and nothing else', () => {
    expect(readTexts('s', ['café', ''])).toEqual(['café', '']);
    expect(() => readTexts('s', ['a', 1])).toThrow('expects text at position 1 of "data"; got 1');
    expect(() => readTexts('s', ['a\0'])).toThrow('expects text without NUL');
  });
});

describe('hasLostDigits', () => {
  it.each([
    [[1, [2, 9007199254740991]], false],
    [[1, [9007199254740992]], true],
    [[1.5, 'x', null], false],
    [[-9007199254740994], true],
  ])('%j: %s', (data, expected) => {
    expect(hasLostDigits(data)).toBe(expected);
  });
});
