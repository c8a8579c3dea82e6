import { prefersProblemJson } from './error-body.js';

describe('prefersProblemJson', () => {
  it.each<[string | undefined, boolean]>([
    [undefined, false],
    ['*/*', false],
    ['application/json', false],
    ['application/*', false],
    ['image/png', false],
    ['application/problem+json', true],
    ['application/problem+json, application/json', true],
    ['application/json, application/problem+json', false],
    ['application/json;q=0.5, application/problem+json', true],
    ['application/json, application/problem+json;q=0.9', false],
    ['image/png, application/problem+json;q=0.8, */*;q=0.1', true],
    ['application/problem+json;q=0', false],
    ['Application/Problem+JSON', true],
    ['application/problem+json;q=much', false],
  ])('is for Accept %j: %s', (accept, expected) => {
    expect(prefersProblemJson(accept)).toBe(expected);
  });
});
