import { AppError } from '../../common/errors.js';

/** Name of the header that says where the JSON of a body ends and its binary tensors begin. */
export const HEADER_LENGTH = 'inference-header-content-length';

/**
 * Bytes of JSON at the head of the body, before compression; null when the header is absent and all of the body is
 * JSON. 0 is a raw binary request.
 *
 * @throws AppError MALFORMED_BODY when it is no whole number
 */
export function declaredHeaderLength(header: string | string[] | undefined): number | null {
  if (header === undefined) return null;
  if (typeof header !== 'string' || !/^\d{1,10}$/.test(header.trim()) || Number(header) > 2 ** 31 - 1) {
    throw fault(`a whole number of bytes; got ${JSON.stringify(String(header).slice(0, 40))}`);
  }
  return Number(header);
}

/** @throws AppError MALFORMED_BODY when the JSON would be longer than the body */
export function assertHeaderFits(headerLength: number, bodyLength: number): void {
  if (headerLength > bodyLength) {
    throw fault(`at most the ${bodyLength} bytes of the body; got ${headerLength}`);
  }
}

function fault(expected: string): AppError {
  return new AppError('MALFORMED_BODY', { reason: `Inference-Header-Content-Length must be ${expected}` });
}
