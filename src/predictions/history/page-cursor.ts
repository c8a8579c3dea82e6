import { createHash, timingSafeEqual } from 'node:crypto';

import { parse, stringify } from 'uuid';

import { AppError } from '../../common/errors.js';

const ID_BYTES = 16;
const CHECK_BYTES = 5;
/** Changing what a cursor means changes this, so that old ones are refused instead of misread. */
const KIND = 'sibyl/predictions/1';

/**
 * The place after the prediction `id`, as opaque text of 28 characters. The id is enough: it carries the row's time.
 * The check keeps made-up cursors out; it protects nothing, as a place in the list is no secret.
 */
export function toCursor(id: string): string {
  const bytes = Buffer.from(parse(id));
  return Buffer.concat([bytes, check(bytes)]).toString('base64url');
}

/** @throws AppError INVALID_CURSOR when `cursor` was not made by `toCursor` */
export function fromCursor(cursor: string): string {
  const bytes = Buffer.from(cursor, 'base64url');
  const id = bytes.subarray(0, ID_BYTES);
  const isOurs =
    bytes.length === ID_BYTES + CHECK_BYTES &&
    bytes.toString('base64url') === cursor &&
    timingSafeEqual(bytes.subarray(ID_BYTES), check(id));
  if (!isOurs) throw new AppError('INVALID_CURSOR');
  return stringify(id);
}

function check(id: Buffer): Buffer {
  return createHash('sha256').update(KIND).update(id).digest().subarray(0, CHECK_BYTES);
}
