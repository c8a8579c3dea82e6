import * as fc from 'fast-check';

import { canonicalJson } from './canonical-json.js';

describe('canonicalJson', () => {
  it.each<[unknown, string]>([
    [{ b: 1, a: [{ d: null, c: 'x' }] }, '{"a":[{"c":"x","d":null}],"b":1}'],
    [{ a: undefined, b: 0 }, '{"b":0}'],
    [[1, undefined, 'a"b'], '[1,null,"a\\"b"]'],
    [{ 10: 1, 9: 2 }, '{"10":1,"9":2}'],
    [-0, '0'],
  ])('writes %j with sorted keys and no space', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it('keeps every value that JSON can carry', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each([[NaN], [Infinity], [1n], [Symbol('s')], [() => 1]])(
    'refuses what JSON would lose (%#)',
    (value) => {
      expect(() => canonicalJson({ value })).toThrow(TypeError);
    },
  );
});
