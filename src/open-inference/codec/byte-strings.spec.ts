import { joinByteStrings, splitByteStrings, textOf } from './byte-strings.js';

const block = Buffer.from('05000000636166c3a90200000000ff00000000', 'hex');

describe('splitByteStrings', () => {
  it('reads text, bytes and nothing, as views', () => {
    const elements = splitByteStrings('s', block, 3);
    expect(elements.map((element) => Buffer.from(element).toString('hex'))).toEqual([
      '636166c3a9',
      '00ff',
      '',
    ]);
    expect(elements[0]?.buffer).toBe(block.buffer);
  });

  it.each([
    [2, 'expects 2 elements; got 4 bytes after the last one'],
    [4, 'expects 4 elements, each with its length; got 3'],
  ])('refuses three elements where %s are declared', (count, message) => {
    expect(() => splitByteStrings('s', block, count)).toThrow(message);
  });

  it('refuses a length beyond the block, however large', () => {
    const hostile = Buffer.from('ffffffff61', 'hex');
    expect(() => splitByteStrings('s', hostile, 1)).toThrow(
      "input 's' expects elements within its 5 bytes; got a length of 4294967295 with 1 bytes left, at element 0",
    );
  });

  it('refuses a length that is cut off', () => {
    expect(() => splitByteStrings('s', Buffer.from('0000', 'hex'), 1)).toThrow(
      'expects 1 elements, each with its length; got 0',
    );
  });
});

describe('joinByteStrings', () => {
  it('writes what splitByteStrings reads', () => {
    expect(joinByteStrings(['café', Uint8Array.of(0, 255), '']).equals(block)).toBe(true);
  });
});

describe('textOf', () => {
  it('keeps every character of UTF-8, the byte order mark too', () => {
    expect(textOf('s', Buffer.from('\ufeffcafé'), 0)).toBe('\ufeffcafé');
  });

  it.each([
    [Buffer.from('ff', 'hex'), 'expects text in UTF-8; got bytes that are none, at element 2'],
    [Buffer.from('a\0b'), 'expects text without NUL; got text with one, at element 2'],
  ])('refuses what onnxruntime cannot be given: %j', (element, message) => {
    expect(() => textOf('s', element, 2)).toThrow(message);
  });
});
