import { assertHeaderFits, declaredHeaderLength } from './header-length.js';

describe('declaredHeaderLength', () => {
  it.each([
    [undefined, null],
    ['0', 0],
    ['135', 135],
    ['2147483647', 2147483647],
  ])('%s is %s', (header, expected) => {
    expect(declaredHeaderLength(header)).toBe(expected);
  });

  it.each(['-1', '1.5', '0x10', 'abc', '', '2147483648', '99999999999'])('refuses %j', (header) => {
    expect(() => declaredHeaderLength(header)).toThrow(
      `Inference-Header-Content-Length must be a whole number of bytes; got "${header}"`,
    );
  });
});

describe('assertHeaderFits', () => {
  it('refuses JSON that would be longer than the body', () => {
    expect(() => assertHeaderFits(10, 10)).not.toThrow();
    expect(() => assertHeaderFits(11, 10)).toThrow('must be at most the 10 bytes of the body; got 11');
  });
});
