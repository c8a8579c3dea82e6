import { parsePythonLiteral, type PythonValue } from './python-literal.js';

const map = (entries: Record<string, PythonValue>): PythonValue => new Map(Object.entries(entries));

describe('a Python literal', () => {
  it.each<[string, PythonValue]>([
    ["{0: 'person', 1: \"rabbit's\"}", map({ 0: 'person', 1: "rabbit's" })],
    ["{0: 'it\\'s', 1: 'a\\\\b', 2: 'c\\nd'}", map({ 0: "it's", 1: 'a\\b', 2: 'c\nd' })],
    [
      "['Käse', '火', '\\u706b', '\\xe4', '\\U0001f525', '\\ud83d\\udd25']",
      ['Käse', '火', '火', 'ä', '🔥', '🔥'],
    ],
    ["'\\d keeps what is no escape'", '\\d keeps what is no escape'],
    ['[640, 480]', [640, 480]],
    ['(1, 2,)', [1, 2]],
    ['[]', []],
    ['{}', map({})],
    [' [ 1 , -2.5e3 , 1_000 ] ', [1, -2500, 1000]],
    ['True', true],
    ["{'nms': False, 'x': None}", map({ nms: false, x: null })],
    ['{"a": [true, null]}', map({ a: [true, null] })],
    ["{'__proto__': 1}", map({ ['__proto__']: 1 })],
    ["'a, b: {c}'", 'a, b: {c}'],
  ])('%s', (text, expected) => {
    expect(parsePythonLiteral(text)).toEqual(expected);
  });

  it.each([
    [''],
    ['{0: 1'],
    ['[1 2]'],
    ["'open"],
    ['{[1]: 2}'],
    ['{1}'],
    ['[1] 2'],
    ['__import__("os")'],
    ['lambda: 1'],
    ["'\\xzz'"],
    ['['.repeat(100)],
    ['[,]'],
  ])('%j is refused', (text) => {
    expect(() => parsePythonLiteral(text)).toThrow(SyntaxError);
  });
});
