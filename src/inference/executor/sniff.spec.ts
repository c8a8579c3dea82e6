import { sniffImage } from './sniff.js';

const text = (value: string): Uint8Array => Buffer.from(value, 'latin1');

describe('sniffImage', () => {
  it.each([
    ['jpeg', '\xff\xd8\xff\xe0\0\x10JFIF'],
    ['png', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR'],
    ['webp', 'RIFF\x24\0\0\0WEBPVP8 '],
    ['gif', 'GIF89a\x01\0'],
    ['gif', 'GIF87a\x01\0'],
    ['avif', '\0\0\0\x1cftypavif\0\0\0\0mif1miaf'],
    ['avif', '\0\0\0\x1cftypmif1\0\0\0\0avifmiaf'],
    ['heic', '\0\0\0\x18ftypheic\0\0\0\0mif1'],
    ['tiff', 'II*\0\x08\0\0\0'],
    ['tiff', 'MM\0*\0\0\0\x08'],
    ['bmp', 'BM\x36\0\0\0'],
    ['ico', '\0\0\x01\0\x01\0'],
    ['jp2', '\0\0\0\x0cjP  \r\n\x87\n'],
    ['jxl', '\xff\x0a\xfa'],
    ['psd', '8BPS\0\x01'],
    ['pdf', '%PDF-1.7'],
    ['svg', '<svg xmlns="http://www.w3.org/2000/svg">'],
    ['svg', '\xef\xbb\xbf\n<?xml version="1.0"?>\n<!DOCTYPE svg>\n<svg>'],
  ])('knows %s', (kind, head) => {
    expect(sniffImage(text(head))).toBe(kind);
  });

  it.each([
    ['nothing', ''],
    ['one byte', '\xff'],
    ['text', 'hello, this is no picture'],
    ['a page with a picture in it', '<!doctype html><svg>'],
    ['a video', '\0\0\0\x18ftypmp42\0\0\0\0isom'],
    ['a sound file in the container of WebP', 'RIFF\x24\0\0\0WAVEfmt '],
    ['a container cut off after its length', '\0\0\0\x1cftyp'],
  ])('is null for %s', (_what, head) => {
    expect(sniffImage(text(head))).toBeNull();
  });

  it('reads from the start of a view, not of its buffer', () => {
    const whole = text('xxxx\xff\xd8\xff\xe0');
    expect(sniffImage(whole.subarray(4))).toBe('jpeg');
  });
});
