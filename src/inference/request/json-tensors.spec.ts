import type { TensorInfo, TensorType } from '../model-spec.js';
import { readTensors } from './json-tensors.js';

const info = (type: TensorType, dims: (number | string)[] = ['n']): TensorInfo => ({ name: 'x', type, dims });
const MB = 1_048_576;
const read = (type: TensorType, data: unknown[], shape = [data.length]) =>
  Array.from(
    readTensors(
      [{ name: 'x', shape, data }],
      [
        info(
          type,
          shape.map(() => ''),
        ),
      ],
      MB,
    )[0]?.data as ArrayLike<unknown>,
  );
const message = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
};

describe('readTensors', () => {
  it.each<[TensorType, unknown[], unknown[]]>([
    ['float32', [0.5, -1, null], [0.5, -1, NaN]],
    ['float16', [1, -2, 0.1, null], [0x3c00, 0xc000, 0x2e66, 0x7e00]],
    ['float64', [0.1], [0.1]],
    ['int8', [-128, 127], [-128, 127]],
    ['int16', [-32_768, 32_767], [-32_768, 32_767]],
    ['int32', [-2_147_483_648, 2_147_483_647], [-2_147_483_648, 2_147_483_647]],
    ['int64', ['-9223372036854775808', 5], [-9223372036854775808n, 5n]],
    ['uint8', [0, 255], [0, 255]],
    ['uint16', [65_535], [65_535]],
    ['uint32', [4_294_967_295], [4_294_967_295]],
    ['uint64', ['18446744073709551615'], [18446744073709551615n]],
    ['bool', [true, false], [1, 0]],
    ['string', ['', 'é'], ['', 'é']],
  ])('reads %s', (type, data, expected) => {
    expect(read(type, data)).toEqual(expected);
  });

  it('reads nested data as row-major', () => {
    expect(
      read(
        'float32',
        [
          [1, 2],
          [3, 4],
        ] as never,
        [2, 2],
      ),
    ).toEqual([1, 2, 3, 4]);
  });

  it('takes any shape where the graph states none', () => {
    const unranked: TensorInfo = { name: 'x', type: 'float32', dims: [], unranked: true };
    const [tensor] = readTensors([{ name: 'x', shape: [1, 2], data: [[1, 2]] }], [unranked], MB);
    expect(tensor).toMatchObject({ dims: [1, 2], data: Float32Array.of(1, 2) });
    expect(message(() => readTensors([], [unranked], MB))).toMatch(
      /'x' expects float32 of any shape; got nothing/,
    );
  });

  it.each(['__proto__', 'constructor', 'toString'])('reads an input called %s', (name) => {
    const inputs = [{ name, shape: [1], data: [1] }];
    expect(readTensors(inputs, [{ ...info('float32'), name }], MB)).toEqual([
      { name, type: 'float32', dims: [1], data: Float32Array.of(1) },
    ]);
  });

  it('takes any size for a dynamic dimension, none included', () => {
    expect(readTensors([{ name: 'x', shape: [0], data: [] }], [info('float32')], MB)[0]?.dims).toEqual([0]);
  });

  it.each<[TensorType, unknown, RegExp]>([
    ['int8', 128, /-128 to 127 at position 0 of "data"; got 128/],
    ['uint8', -1, /0 to 255/],
    ['uint64', '18446744073709551616', /0 to 18446744073709551615/],
    ['int32', 1.5, /a whole number at position 0.*got 1\.5/],
    ['int64', '1e3', /a whole number/],
    ['float32', '1', /a number at position 0.*got "1"/],
    ['bool', 1, /true or false/],
    ['string', 1, /text without NUL at position 0/],
    ['string', 'a\0b', /text without NUL at position 0/],
    ['float16', '1', /a number at position 0/],
    ['float32', [[1]], /a number at position 0.*got \[1\]/],
  ])('refuses for %s the value %j', (type, value, expected) => {
    expect(message(() => read(type, [value]))).toMatch(expected);
  });

  it.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /no input was sent; expected "inputs" with 'x' float32\[2, \?\]/],
    ['no list', {}, /a list of/],
    ['an item without a name', [{}], /a "name" in every item/],
    ['an unknown name', [{ name: 'y' }], /'y' expects one of the names x/],
    ['a name twice', [{ name: 'x' }, { name: 'x' }], /one value; got two values/],
    ['no shape', [{ name: 'x', data: [] }], /"shape" as a list/],
    ['another rank', [{ name: 'x', shape: [2], data: [1, 2] }], /float32\[2, \?\]; got shape \[2\]/],
    ['another fixed size', [{ name: 'x', shape: [3, 1], data: [1, 2, 3] }], /got shape \[3, 1\]/],
    ['no data', [{ name: 'x', shape: [2, 1] }], /2 values.*got undefined/],
    ['a huge shape', [{ name: 'x', shape: [2, 2 ** 40], data: [] }], /at most the 1 MB of MAX_TENSOR_BYTES/],
    [
      'a shape beyond counting',
      [{ name: 'x', shape: [2, Number.MAX_SAFE_INTEGER], data: [1] }],
      /which takes [\d.e+]+ MB/,
    ],
    ['one value too many', [{ name: 'x', shape: [2, 131_073], data: [] }], /which takes 1 MB/],
  ])('refuses %s', (_, inputs, expected) => {
    expect(message(() => readTensors(inputs, [info('float32', [2, ''])], MB))).toMatch(expected);
  });
});
