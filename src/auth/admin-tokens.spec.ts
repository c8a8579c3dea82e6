import { AdminTokens } from './admin-tokens.js';

const tokens = new AdminTokens([
  'ann:0123456789abcdef',
  'ci:with:colons:0123456789',
  'ann:the-next-token-of-ann',
]);

describe('AdminTokens', () => {
  it.each([
    ['Bearer 0123456789abcdef', 'ann'],
    ['bearer  the-next-token-of-ann', 'ann'],
    ['Bearer with:colons:0123456789', 'ci'],
    ['Bearer 0123456789abcde', undefined],
    ['Bearer ann:0123456789abcdef', undefined],
    ['Bearer 0123456789abcdef more', undefined],
    ['0123456789abcdef', undefined],
    ['Basic 0123456789abcdef', undefined],
    ['Bearer ', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j belongs to %j', (authorization, owner) => {
    expect(tokens.ownerOf(authorization)).toBe(owner);
  });

  it('knows nobody when there are none', () => {
    const none = new AdminTokens([]);
    expect(none.isEmpty).toBe(true);
    expect(none.ownerOf('Bearer 0123456789abcdef')).toBeUndefined();
  });
});
