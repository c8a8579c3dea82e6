import { deflateSync, gzipSync } from 'node:zlib';

import { answerCoding, CODINGS, codingOf, pack, unpack } from './content-coding.js';

describe('codingOf', () => {
  it.each([
    [undefined, null],
    ['', null],
    ['identity', null],
    ['gzip', 'gzip'],
    ['Deflate', 'deflate'],
  ])('%s is %s', (header, expected) => {
    expect(codingOf(header)).toBe(expected);
  });

  it('refuses others and names those that there are', () => {
    expect(() => codingOf('br')).toThrow("Content-Encoding 'br' is not accepted; send gzip, deflate");
  });
});

describe('unpack', () => {
  const body = Buffer.from('tensor'.repeat(1000));

  it.each([
    ['gzip', gzipSync(body)],
    ['deflate', deflateSync(body)],
  ] as const)('reads %s', async (coding, packed) => {
    expect(await unpack(packed, coding, body.length)).toEqual(body);
  });

  it('stops at the largest size', async () => {
    await expect(unpack(gzipSync(body), 'gzip', body.length - 1)).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
      details: { what: 'the unpacked body', limit: '5.9 KB' },
    });
  });

  it('names the coding of a body that is none', async () => {
    await expect(unpack(body, 'gzip', 1e6)).rejects.toMatchObject({
      code: 'MALFORMED_BODY',
      details: { reason: 'it is not valid gzip data' },
    });
  });

  it.each(CODINGS)('refuses what lies behind the %s data', async (coding) => {
    const longer = Buffer.concat([await pack(Buffer.from('text'), coding), Buffer.alloc(3)]);
    await expect(unpack(longer, coding, 100)).rejects.toThrow(
      `3 bytes are left over after the ${coding} data`,
    );
  });

  it('reads what pack writes', async () => {
    expect(await unpack(await pack(body, 'deflate'), 'deflate', body.length)).toEqual(body);
  });
});

describe('answerCoding', () => {
  it.each([
    ['text, both named', 'gzip, deflate', false, 'gzip'],
    ['text, the better one by q', 'gzip;q=0.5, deflate', false, 'deflate'],
    ['text, an unknown one first', 'br, gzip;q=0.8', false, 'gzip'],
    ['text, neither', 'br', false, null],
    ['text, refused', 'gzip;q=0', false, null],
    ['text, identity preferred', 'identity, gzip;q=0.5', false, null],
    ['nothing said', undefined, false, null],
    ['binary, what libraries send unasked', 'gzip, deflate', true, null],
    ['binary, asked for by name', 'gzip', true, 'gzip'],
    ['binary, asked for by name', 'deflate;q=1', true, 'deflate'],
  ])('%s: %s', (_, header, hasBinary, expected) => {
    expect(answerCoding(header, 100_000, hasBinary)).toBe(expected);
  });

  it('leaves a short answer as it is', () => {
    expect(answerCoding('gzip', 1023, false)).toBeNull();
  });
});
