import { valueText } from './value-text.js';

describe('valueText', () => {
  it.each<[unknown, string]>([
    [null, '-'],
    [1 / 255, '0.00392157'],
    [16384, '16384'],
    [-0.5, '-0.5'],
    [true, 'true'],
    ['letterbox', 'letterbox'],
    [[320, 240], '[320, 240]'],
    [[0.485, 0.456, 1 / 3], '[0.485, 0.456, 0.333333]'],
    [[{ name: 'age' }, { name: 'sex', unit: null }], '[age, sex]'],
    [Array.from({ length: 9 }, (_, index) => index), '[0, 1, 2, 3, 4, 5, ... 9 in all]'],
    [{ canary: 10 }, '{"canary":10}'],
  ])('%j is %s', (value, expected) => {
    expect(valueText(value)).toBe(expected);
  });
});
