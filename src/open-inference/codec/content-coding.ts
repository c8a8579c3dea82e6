import { promisify } from 'node:util';
import { deflate, gunzip, gzip, inflate, constants, type ZlibOptions } from 'node:zlib';

import Negotiator from 'negotiator';

import { AppError } from '../../common/errors.js';
import { sizeInWords } from '../../common/multipart-limits.js';

/** Codings that bodies may come and go in; `deflate` is the zlib format of RFC 1950. */
export const CODINGS = ['gzip', 'deflate'] as const;
export type Coding = (typeof CODINGS)[number];

const INFLATE = { gzip: promisify(gunzip), deflate: promisify(inflate) };
const DEFLATE = { gzip: promisify(gzip), deflate: promisify(deflate) };

interface Unpacked {
  readonly buffer: Buffer;
  /** `bytesWritten`: bytes that have been unpacked, before they were. */
  readonly engine: { readonly bytesWritten: number };
}

/** Below this an answer grows or hardly shrinks. */
const MIN_COMPRESSED_BYTES = 1024;

/**
 * The coding that a request's Content-Encoding names; null for none.
 *
 * @throws AppError UNSUPPORTED_MEDIA_TYPE
 */
export function codingOf(header: string | undefined): Coding | null {
  const name = header?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity') return null;
  const coding = CODINGS.find((each) => each === name);
  if (coding) return coding;
  throw new AppError('UNSUPPORTED_MEDIA_TYPE', {
    got: `Content-Encoding '${name.slice(0, 40)}'`,
    accepted: [...CODINGS],
  });
}

/**
 * Unpacks a body in a thread of the pool.
 *
 * @param maxBytes largest unpacked size: a small body may hold a thousand times its size
 * @throws AppError PAYLOAD_TOO_LARGE, MALFORMED_BODY
 */
export async function unpack(body: Uint8Array, coding: Coding, maxBytes: number): Promise<Buffer> {
  let reason = `it is not valid ${coding} data`;
  try {
    // With `info` it tells how much of the body it has read, of which the types know nothing.
    const options: ZlibOptions = { maxOutputLength: maxBytes, info: true };
    const { buffer, engine } = (await INFLATE[coding](body, options)) as unknown as Unpacked;
    if (engine.bytesWritten === body.byteLength) return buffer;
    reason = `${body.byteLength - engine.bytesWritten} bytes are left over after the ${coding} data`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new AppError('PAYLOAD_TOO_LARGE', {
        what: 'the unpacked body',
        limit: sizeInWords(maxBytes),
      });
  }
  throw new AppError('MALFORMED_BODY', { reason });
}

/**
 * The coding for an answer, null to send it as it is. Text is packed for whoever can read it. Binary tensors hardly
 * shrink and cost more time than they save, so they are packed only for a client that names one coding and no other:
 * HTTP libraries list all that they know without having been asked.
 */
export function answerCoding(
  acceptEncoding: string | undefined,
  bytes: number,
  hasBinary: boolean,
): Coding | null {
  if (acceptEncoding === undefined || bytes < MIN_COMPRESSED_BYTES) return null;
  if (hasBinary && !/^\s*(gzip|deflate)\s*(;[^,]*)?$/i.test(acceptEncoding)) return null;
  const negotiator = new Negotiator({ headers: { 'accept-encoding': acceptEncoding } });
  const [best] = negotiator.encodings([...CODINGS, 'identity']);
  return CODINGS.find((coding) => coding === best) ?? null;
}

/** Packs an answer in a thread of the pool, fast rather than small. */
export function pack(body: Uint8Array, coding: Coding): Promise<Buffer> {
  return DEFLATE[coding](body, { level: constants.Z_BEST_SPEED });
}
