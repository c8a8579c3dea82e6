import * as fc from 'fast-check';

import type { TensorArray } from '../../inference/tasks/task-io.js';
import type { Datatype } from './datatypes.js';
import { dataText } from './json-text.js';

describe('dataText', () => {
  it.each<[Datatype, TensorArray, string]>([
    ['BOOL', Uint8Array.of(0, 1), '[false,true]'],
    ['UINT8', Uint8Array.of(0, 255), '[0,255]'],
    ['INT64', BigInt64Array.of(9007199254740993n, -1n), '[9007199254740993,-1]'],
    ['UINT64', BigUint64Array.of(2n ** 64n - 1n), '[18446744073709551615]'],
    [
      'FP32',
      Float32Array.of(1, 0.1, 0.3, -2.5e-8, 16777216, 3.4028235e38),
      '[1,0.1,0.3,-2.5e-8,16777216,3.4028235e+38]',
    ],
    ['FP32', Float32Array.of(NaN, Infinity, -Infinity), '[null,null,null]'],
    ['FP64', Float64Array.of(0.1, NaN, 1e300), '[0.1,null,1e+300]'],
    ['FP16', Uint16Array.of(0x3c00, 0x2e66, 0x7c00, 0x7e00), '[1,0.099975586,null,null]'],
    ['BYTES', ['café', '"', ''], '["café","\\"",""]'],
    ['FP32', new Float32Array(0), '[]'],
  ])('writes %s', (datatype, data, expected) => {
    expect(dataText(datatype, data)).toBe(expected);
  });

  it('keeps the sign of zero', () => {
    expect(dataText('FP32', Float32Array.of(0, -0))).toBe('[0,-0.0]');
    expect(dataText('FP64', Float64Array.of(0, -0))).toBe('[0,-0.0]');
    expect(dataText('FP16', Uint16Array.of(0, 0x8000))).toBe('[0,-0.0]');
  });

  it('writes every float32 with at most nine digits that bring it back', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = dataText('FP32', Float32Array.of(value)).slice(1, -1);
        expect(Math.fround(Number(text))).toBe(value);
        const digits = text.replace(/e.*$/, '').replace(/\D/g, '').replace(/^0+/, '').replace(/0+$/, '');
        expect(digits.length).toBeLessThanOrEqual(9);
      }),
    );
  });
});
