import { deflateSync } from 'node:zlib';

import { unpackWoff } from './woff.js';

function woff(tables: readonly (readonly [tag: string, packed: Buffer, length: number])[]): Buffer {
  const head = Buffer.alloc(44 + tables.length * 20);
  head.write('wOFF', 0, 'latin1');
  head.writeUInt32BE(0x00010000, 4);
  head.writeUInt16BE(tables.length, 12);
  let offset = head.length;
  tables.forEach(([tag, packed, length], i) => {
    const at = 44 + i * 20;
    head.write(tag, at, 'latin1');
    [offset, packed.length, length, 0xabcd].forEach((value, k) => head.writeUInt32BE(value, at + 4 + k * 4));
    offset += packed.length;
  });
  return Buffer.concat([head, ...tables.map(([, packed]) => packed)]);
}

describe('unpackWoff', () => {
  it('gives back the tables, packed or not, at multiples of four bytes', () => {
    const long = Buffer.alloc(101, 'glyph');
    const font = unpackWoff(
      woff([
        ['head', Buffer.from('plain'), 5],
        ['glyf', deflateSync(long), long.length],
      ]),
    );
    expect(font.readUInt32BE(0)).toBe(0x00010000);
    expect(font.readUInt16BE(4)).toBe(2);
    const table = (i: number): [string, Buffer, number] => {
      const at = 12 + i * 16;
      const offset = font.readUInt32BE(at + 8);
      const data = font.subarray(offset, offset + font.readUInt32BE(at + 12));
      return [font.toString('latin1', at, at + 4), data, offset % 4];
    };
    expect(table(0)).toEqual(['head', Buffer.from('plain'), 0]);
    expect(table(1)).toEqual(['glyf', long, 0]);
    expect(font.length % 4).toBe(0);
  });

  it('refuses other files', () => {
    expect(() => unpackWoff(Buffer.from('OTTO....'))).toThrow('not a WOFF file');
  });
});
