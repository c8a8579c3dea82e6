import { inflateSync } from 'node:zlib';

const HEADER_LENGTH = 44;
const ENTRY_LENGTH = 20;
const SFNT_HEADER_LENGTH = 12;
const SFNT_ENTRY_LENGTH = 16;

/**
 * Unpacks a WOFF 1.0 font to the TrueType or OpenType file that it was made of.
 *
 * @throws Error when the bytes are no WOFF file
 * @see https://www.w3.org/TR/WOFF/
 */
export function unpackWoff(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('not a WOFF file');
  const tables = woff.readUInt16BE(12);
  const directory = Buffer.alloc(SFNT_HEADER_LENGTH + tables * SFNT_ENTRY_LENGTH);
  directory.writeUInt32BE(woff.readUInt32BE(4), 0);
  directory.writeUInt16BE(tables, 4);
  const parts = [directory];
  let at = directory.length;
  for (let table = 0; table < tables; table += 1) {
    const from = HEADER_LENGTH + table * ENTRY_LENGTH;
    const to = SFNT_HEADER_LENGTH + table * SFNT_ENTRY_LENGTH;
    const offset = woff.readUInt32BE(from + 4);
    const packedLength = woff.readUInt32BE(from + 8);
    const length = woff.readUInt32BE(from + 12);
    woff.copy(directory, to, from, from + 4);
    woff.copy(directory, to + 4, from + 16, from + 20);
    directory.writeUInt32BE(at, to + 8);
    directory.writeUInt32BE(length, to + 12);
    const packed = woff.subarray(offset, offset + packedLength);
    // Tables begin at multiples of four bytes.
    const data = Buffer.alloc(Math.ceil(length / 4) * 4);
    (packedLength < length ? inflateSync(packed) : packed).copy(data);
    parts.push(data);
    at += data.length;
  }
  return Buffer.concat(parts);
}
