import { PngSplitter, PngStreamFault } from './png-splitter.js';

function chunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, data, Buffer.alloc(4, 0xcc)]);
}

function png(...sizes: number[]): Buffer {
  const chunks = sizes.map((size, i) => chunk('IDAT', Buffer.alloc(size, i + 1)));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', Buffer.alloc(13)),
    ...chunks,
    chunk('IEND'),
  ]);
}

const files = [png(100), png(5, 0, 70), png(3000, 3000), png()];
const stream = Buffer.concat(files);

describe('PngSplitter', () => {
  it.each([1, 2, 7, 8, 11, 12, 13, 64, 1000, stream.length])('cuts pieces of %i bytes into files', (size) => {
    const splitter = new PngSplitter(10_000);
    const found: Buffer[] = [];
    for (let at = 0; at < stream.length; at += size)
      found.push(...splitter.add(stream.subarray(at, at + size)));
    expect(found).toEqual(files);
    expect(splitter.isComplete).toBe(true);
  });

  it('tells that the last file is cut off', () => {
    const splitter = new PngSplitter(10_000);
    expect(splitter.add(stream.subarray(0, stream.length - 1))).toEqual(files.slice(0, 3));
    expect(splitter.isComplete).toBe(false);
  });

  it.each([
    ['another format', Buffer.from('\xff\xd8\xff\xe0 and so on, long enough', 'latin1')],
    ['a file that is too large', png(20_000)],
    ['a chunk that claims four gigabytes', Buffer.concat([png(1).subarray(0, 33), Buffer.alloc(12, 0xff)])],
  ])('refuses %s', (_name, bytes) => {
    expect(() => new PngSplitter(10_000).add(bytes)).toThrow(PngStreamFault);
  });
});
