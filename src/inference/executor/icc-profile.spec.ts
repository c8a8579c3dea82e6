import { isSrgbProfile } from './icc-profile.js';

function profile(tags: Record<string, Buffer>): Buffer {
  const names = Object.keys(tags);
  const head = Buffer.alloc(132 + names.length * 12);
  head.writeUInt32BE(names.length, 128);
  let offset = head.length;
  names.forEach((name, i) => {
    head.write(name, 132 + i * 12, 'latin1');
    head.writeUInt32BE(offset, 136 + i * 12);
    head.writeUInt32BE(tags[name]!.length, 140 + i * 12);
    offset += tags[name]!.length;
  });
  return Buffer.concat([head, ...Object.values(tags)]);
}

const version2 = (text: string): Buffer => Buffer.from(`desc\0\0\0\0\0\0\0\x13${text}\0`, 'latin1');
const version4 = (text: string): Buffer =>
  Buffer.concat([
    Buffer.from('mluc\0\0\0\0\0\0\0\x01\0\0\0\x0cenUS', 'latin1'),
    Buffer.from(text, 'utf16le').swap16(),
  ]);

describe('isSrgbProfile', () => {
  it.each([
    [true, 'sRGB IEC61966-2.1', version2],
    [true, 'sRGB v1.31 (Canon)', version2],
    [true, 'sRGB built-in', version4],
    [false, 'Display P3', version4],
    [false, 'Adobe RGB (1998)', version2],
    [false, 'e-sRGB', version2],
    [false, 'scRGB', version2],
  ])('is %s for %s', (expected, text, encode) => {
    expect(isSrgbProfile(profile({ cprt: Buffer.from('free, sRGB'), desc: encode(text) }))).toBe(expected);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a cut off header', Buffer.alloc(100)],
    ['no description', profile({ wtpt: Buffer.from('sRGB') })],
    ['more tags than bytes', Buffer.alloc(140, 0xff)],
    ['a description outside the file', profile({ desc: version2('sRGB') }).subarray(0, 146)],
  ])('is false for %s', (_what, bytes) => {
    expect(isSrgbProfile(bytes)).toBe(false);
  });
});
