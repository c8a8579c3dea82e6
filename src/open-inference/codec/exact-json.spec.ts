import * as fc from 'fast-check';

import { parseExactJson } from './exact-json.js';

describe('parseExactJson', () => {
  it('reads whatever JSON.parse reads, as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 1), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(rounded(parseExactJson(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    ['9007199254740993', 9007199254740993n],
    ['-9223372036854775808', -9223372036854775808n],
    ['18446744073709551615', 18446744073709551615n],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993.5', 9007199254740994],
    ['1e300', 1e300],
    ['NaN', NaN],
    ['-Infinity', -Infinity],
    ['Infinity', Infinity],
    ['-0', -0],
  ])('reads %s', (text, expected) => {
    expect(parseExactJson(`{"x": [ ${text} ]}`)).toEqual({ x: [expected] });
  });

  it.each([
    ['', 'it ends too early'],
    ['[1,]', 'unexpected "]" at position 3'],
    ['{"a" 1}', 'unexpected "1" at position 5'],
    ['{a: 1}', 'unexpected "a" at position 1'],
    ['[1] 2', 'unexpected "2" at position 4'],
    ['[01]', 'unexpected "1" at position 2'],
    ['[nan]', 'unexpected "n" at position 1'],
    ['["\n"]', 'unexpected "\\"" at position 1'],
    ['"open', 'unexpected "\\"" at position 0'],
    ['[1', 'it ends too early'],
    [`${'['.repeat(102)}${']'.repeat(102)}`, 'nested deeper than 100 levels'],
  ])('refuses %j', (text, reason) => {
    expect(() => parseExactJson(text)).toThrow(reason);
  });

  it('takes __proto__ as a key like any other', () => {
    const value = parseExactJson('{"__proto__": {"x": 1}}') as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });
});

/** As JSON.parse has it: integers beyond 2^53 as numbers. */
function rounded(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, rounded(each)]));
}
