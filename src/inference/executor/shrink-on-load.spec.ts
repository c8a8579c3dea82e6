import { shrinkOnLoad } from './shrink-on-load.js';

describe('shrinkOnLoad', () => {
  it.each([
    ['jpeg', 0.5, 1],
    ['jpeg', 6, 1],
    ['jpeg', 6.3, 3],
    ['jpeg', 15.1, 5],
    ['jpeg', 100, 9],
    ['webp', 18, 5],
    ['png', 100, 1],
    ['gif', 100, 1],
  ])('reduces %s, %d times too large, by %i', (format, reduction, factor) => {
    expect(shrinkOnLoad(format, reduction)).toBe(factor);
  });
});
