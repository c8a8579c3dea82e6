import { sniffVideo } from './sniff-video.js';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

describe('sniffVideo', () => {
  it.each([
    ['MP4', '\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41', 'mov'],
    ['QuickTime', '\0\0\0\x14ftypqt  \0\0\0\0qt  ', 'mov'],
    ['a QuickTime file from before ftyp', '\0\0\0\x08wide\0\0\x10\0mdat', 'mov'],
    ['WebM', '\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm', 'matroska'],
    ['Matroska', '\x1a\x45\xdf\xa3\xa3\x42\x86\x81\x01\x42\x82\x88matroska', 'matroska'],
    ['AVI', 'RIFF\x24\x10\0\0AVI LIST', 'avi'],
  ])('knows %s', (_name, head, container) => {
    expect(sniffVideo(bytes(head))).toBe(container);
  });

  it.each([
    ['an HLS playlist', '#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n'],
    ['a list for ffmpeg concat', "ffconcat version 1.0\nfile '/etc/passwd'\n"],
    ['a DASH manifest', '<?xml version="1.0"?><MPD></MPD>'],
    ['a session description', 'v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n'],
    ['a text that speaks of matroska', 'matroska and webm'],
    ['EBML of another document type', '\x1a\x45\xdf\xa3\x9f\x42\x82\x84abcd'],
    ['WAV', 'RIFF\x24\x10\0\0WAVEfmt '],
    ['WebP', 'RIFF\x24\x10\0\0WEBPVP8 '],
    ['AVIF', '\0\0\0\x20ftypavif\0\0\0\0avifmif1'],
    ['an animated AVIF', '\0\0\0\x20ftypavis\0\0\0\0avismsf1'],
    ['JPEG', '\xff\xd8\xff\xe0\0\x10JFIF'],
    ['nothing', ''],
    ['three bytes', 'abc'],
  ])('does not take %s for a video', (_name, head) => {
    expect(sniffVideo(bytes(head))).toBeNull();
  });

  it('reads a view into a larger buffer', () => {
    const whole = bytes('xxxx\0\0\0\x20ftypisom\0\0\x02\0isom');
    expect(sniffVideo(whole.subarray(4))).toBe('mov');
    expect(sniffVideo(whole)).toBeNull();
  });
});
