import { GOLDEN_TOLERANCE } from './golden-sample.js';
import { parseGoldenSample } from './parse-golden.js';

const EXPECTED = { classes: [{ label: 'cat', score: 0.9 }] };
const SAMPLE = { input: { file: 'cat.jpg' }, expected: EXPECTED };
const parse = (data: unknown) => parseGoldenSample(JSON.stringify(data), 'cat.json');

describe('parseGoldenSample', () => {
  it('fills in what a sample leaves out', () => {
    expect(parse(SAMPLE)).toEqual({
      name: 'cat',
      description: null,
      input: { kind: 'file', file: 'cat.jpg' },
      options: {},
      expected: EXPECTED,
      tolerance: GOLDEN_TOLERANCE,
    });
  });

  it.each([
    [{ file: 'a b-ü.jpg' }, { kind: 'file', file: 'a b-ü.jpg' }],
    [{ row: { age: 3 } }, { kind: 'row', row: { age: 3 } }],
    [{ row: [1, 2] }, { kind: 'row', row: [1, 2] }],
    [{ inputs: [{ name: 'x' }] }, { kind: 'inputs', inputs: [{ name: 'x' }] }],
  ])('reads the input %j', (input, expected) => {
    expect(parse({ ...SAMPLE, input }).input).toEqual(expected);
  });

  it('takes options, a description and some of the tolerances', () => {
    const sample = parse({
      ...SAMPLE,
      description: 'A cat',
      options: { top_k: 1 },
      tolerance: { score: 0.2, relative: 5 },
    });
    expect(sample).toMatchObject({ description: 'A cat', options: { top_k: 1 } });
    expect(sample.tolerance).toEqual({ ...GOLDEN_TOLERANCE, score: 0.2, relative: 5 });
  });

  it.each<[string, unknown, string]>([
    ['a list', [], "is not a JSON object with 'input' and 'expected'"],
    [
      'nothing in it',
      {},
      'input: is missing; input: expected one of file, row, inputs; got none; expected: is missing',
    ],
    ['a misspelt key', { ...SAMPLE, expect: {} }, 'expect: unknown key; known here: description, input'],
    ['two inputs', { ...SAMPLE, input: { file: 'a', row: [] } }, 'got file and row'],
    ['another input', { ...SAMPLE, input: { url: 'a' } }, 'input.url: unknown key'],
    [
      'a folder',
      { ...SAMPLE, input: { file: 'a/b.jpg' } },
      "'a/b.jpg' is not the plain name of a file beside",
    ],
    ['the way up', { ...SAMPLE, input: { file: '..' } }, "'..' is not the plain name"],
    ['the way up by a backslash', { ...SAMPLE, input: { file: 'a\\..\\b' } }, 'is not the plain name'],
    ['the root', { ...SAMPLE, input: { file: '/etc/passwd' } }, 'is not the plain name'],
    ['a hidden file', { ...SAMPLE, input: { file: '.env' } }, 'is not the plain name'],
    ['a cut name', { ...SAMPLE, input: { file: 'a\0b' } }, 'is not the plain name'],
    ['a number as file', { ...SAMPLE, input: { file: 1 } }, '1 is not the plain name'],
    ['a text as row', { ...SAMPLE, input: { row: 'a' } }, "input.row: 'a' is neither an object"],
    ['a map as tensors', { ...SAMPLE, input: { inputs: {} } }, 'is not a list of {name, shape, data}'],
    ['no expectation', { ...SAMPLE, expected: {} }, 'expected: holds nothing to compare'],
    [
      'an expectation of the picture only',
      { ...SAMPLE, expected: { image: {} } },
      'holds nothing to compare',
    ],
    ['a list as expectation', { ...SAMPLE, expected: [] }, 'expected: [] is not a JSON object'],
    ['classes as a map', { ...SAMPLE, expected: { classes: {} } }, 'expected.classes: {} is not a list'],
    ['a class without label', { ...SAMPLE, expected: { classes: [{}] } }, 'expected.classes[0]: needs label'],
    [
      'a detection without anything',
      { ...SAMPLE, expected: { detections: [null] } },
      'expected.detections[0]: needs label and box',
    ],
    [
      'a box of another form',
      { ...SAMPLE, expected: { detections: [{ label: 'a', box: [1, 2, 3, 4] }] } },
      'expected.detections[0].box: [1,2,3,4] is not {x, y, width, height}',
    ],
    [
      'a tensor without data',
      { ...SAMPLE, expected: { outputs: [{ name: 'y' }] } },
      'expected.outputs[0]: needs shape and data',
    ],
    [
      'a score out of range',
      { ...SAMPLE, tolerance: { score: 2 } },
      'tolerance.score: 2 is not a number from 0 to 1',
    ],
    ['a negative tolerance', { ...SAMPLE, tolerance: { relative: -1 } }, '-1 is not a number of at least 0'],
    [
      'an unknown tolerance',
      { ...SAMPLE, tolerance: { value: 1 } },
      'tolerance.value: unknown key; known here: score,',
    ],
    ['a number as description', { ...SAMPLE, description: 1 }, 'description: 1 is not a text'],
    ['options as a list', { ...SAMPLE, options: [] }, 'options: [] is not a JSON object'],
  ])('refuses %s', (_, data, reason) => {
    expect(() => parse(data)).toThrow(reason);
    expect(() => parse(data)).toThrow(/^golden\/cat\.json: /);
  });

  it('tells what is wrong with the JSON', () => {
    expect(() => parseGoldenSample('{"input":', 'cat.json')).toThrow(/^golden\/cat\.json: is not JSON: /);
  });

  it.each(['__proto__', 'constructor', 'toString'])('keeps a key called %s as data', (key) => {
    const text = `{"input": {"file": "a.jpg"}, "expected": {"rows": [], "${key}": {"polluted": true}}}`;
    const { expected } = parseGoldenSample(text, 'a.json');
    expect(Object.keys(expected)).toEqual(['rows', key]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(() => parseGoldenSample(`{"${key}": 1}`, 'a.json')).toThrow(`${key}: unknown key`);
  });
});
