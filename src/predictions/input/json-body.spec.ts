import { multipartLimits } from '../../common/multipart-limits.js';
import { readJson } from './json-body.js';

const limits = multipartLimits({ MAX_UPLOAD_SIZE: 10, MAX_UPLOAD_FILES: 2 });

describe('readJson', () => {
  it('takes pictures out and leaves the rest', () => {
    const { uploads, fields } = readJson({ images: ['aGk=', 'aG8='], top_k: 2 }, limits);
    expect(uploads.map(({ filename, bytes }) => [filename, Buffer.from(bytes).toString()])).toEqual([
      ['images[0]', 'hi'],
      ['images[1]', 'ho'],
    ]);
    expect(fields).toEqual({ top_k: 2 });
  });

  it.each([
    ['plain', '_-8=', [255, 239]],
    ['with line breaks', 'aG\nk=', [104, 105]],
    ['as a data URL', 'data:image/png;base64,aGk=', [104, 105]],
  ])('reads base64 %s', (_, image, expected) => {
    expect([...(readJson({ image }, limits).uploads[0]?.bytes ?? [])]).toEqual(expected);
  });

  it.each([
    [undefined, /no input was sent/],
    [[], /expected a JSON object/],
    [{ image: 'a', images: [] }, /send one of them, not both/],
    [{ images: 'aGk=' }, /expected a list/],
    [{ image: 7 }, /image: expected base64 text, got number/],
    [{ image: 'a b*' }, /image: is not base64/],
    [{ images: ['aGk=', 'aGk=', 'aGk='] }, /the number of images is over its limit of 2/],
    [{ image: 'a'.repeat(40) }, /larger than/],
  ])('refuses %j', (body, expected) => {
    expect(() => readJson(body, limits)).toThrow(expected);
  });
});
