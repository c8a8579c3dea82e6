import { cleanDecodeReason } from './decode-reason.js';

describe('cleanDecodeReason', () => {
  it.each([
    ['VipsJpeg: premature end of JPEG image', 'the file ends too early'],
    ['Input buffer has corrupt header: VipsJpeg: bad', 'its header is damaged'],
    ['Input buffer contains unsupported image format', 'its header is damaged'],
    ['Input image exceeds pixel limit', 'its header and its content do not agree on the size'],
    ['timeout: 34% complete', 'decoding took longer than 5 s'],
    ['vipspng: libpng read error in /srv/x.c:12', 'its content is damaged'],
    ['', 'its content is damaged'],
  ])('makes of %j: %s', (message, reason) => {
    expect(cleanDecodeReason(new Error(message), 5)).toBe(reason);
  });

  it('takes what is no Error', () => {
    expect(cleanDecodeReason('odd', 5)).toBe('its content is damaged');
  });
});
