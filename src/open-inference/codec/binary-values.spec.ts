import { bytesOf, numbersIn } from './binary-values.js';
import { NUMERIC_FORMATS } from './datatypes.js';

describe('numbersIn', () => {
  const memory = new Uint8Array(new ArrayBuffer(16));
  memory.set(Buffer.from(Float32Array.of(1, 2).buffer), 8);

  it('is a view of the block where it lies aligned', () => {
    const numbers = numbersIn(memory.subarray(8, 16), NUMERIC_FORMATS.FP32);
    expect([...numbers]).toEqual([1, 2]);
    expect(numbers.buffer).toBe(memory.buffer);
  });

  it('is a copy where it does not', () => {
    const shifted = new Uint8Array(9);
    shifted.set(memory.subarray(8, 16), 1);
    const numbers = numbersIn(shifted.subarray(1), NUMERIC_FORMATS.FP32);
    expect([...numbers]).toEqual([1, 2]);
    expect(numbers.buffer).not.toBe(shifted.buffer);
  });

  it('reads a block without a byte', () => {
    expect(numbersIn(memory.subarray(3, 3), NUMERIC_FORMATS.INT64)).toEqual(new BigInt64Array(0));
  });
});

describe('bytesOf', () => {
  it('is a view of the array', () => {
    const array = BigInt64Array.of(9007199254740993n, -1n).subarray(1);
    expect(bytesOf(array).toString('hex')).toBe('ffffffffffffffff');
    expect(bytesOf(array).buffer).toBe(array.buffer);
  });
});
