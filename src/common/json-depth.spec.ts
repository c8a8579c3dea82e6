import { assertShallow, MAX_JSON_DEPTH } from './json-depth.js';

const nested = (levels: number, inside = ''): unknown =>
  JSON.parse('['.repeat(levels) + inside + ']'.repeat(levels));

describe('assertShallow', () => {
  it.each([
    ['no body', undefined],
    ['null', null],
    ['text', 'a'],
    ['as many levels as there may be', nested(MAX_JSON_DEPTH)],
    ['as many levels with a value in the last one', nested(MAX_JSON_DEPTH, '1')],
  ])('takes %s', (_, value) => {
    expect(() => assertShallow(value)).not.toThrow();
  });

  it.each([
    ['one level more', nested(MAX_JSON_DEPTH + 1)],
    ['a hundred thousand levels', nested(100_000)],
    ['objects', JSON.parse('{"a":'.repeat(101) + '1' + '}'.repeat(101))],
    ['a deep value behind others', [1, 'a', null, { b: nested(MAX_JSON_DEPTH) }]],
  ])('refuses %s', (_, value) => {
    expect(() => assertShallow(value)).toThrow('deeper than 100 levels');
  });
});
