import { Metadata, type StatusObject, status } from '@grpc/grpc-js';

import type { AppError } from '../common/errors.js';
import { REQUEST_ID_HEADER } from '../common/request-id.js';

/** Trailer with the code of the error catalogue. */
export const ERROR_CODE_TRAILER = 'error-code';

/** Characters; at most nine bytes each when they are encoded. */
const MAX_SENTENCE = 600;

const BY_HTTP_STATUS: Readonly<Record<number, status>> = {
  400: status.INVALID_ARGUMENT,
  401: status.UNAUTHENTICATED,
  403: status.PERMISSION_DENIED,
  404: status.NOT_FOUND,
  406: status.INVALID_ARGUMENT,
  408: status.DEADLINE_EXCEEDED,
  409: status.FAILED_PRECONDITION,
  410: status.FAILED_PRECONDITION,
  412: status.FAILED_PRECONDITION,
  // As gRPC itself answers a message over its limit.
  413: status.RESOURCE_EXHAUSTED,
  415: status.INVALID_ARGUMENT,
  422: status.FAILED_PRECONDITION,
  429: status.RESOURCE_EXHAUSTED,
  499: status.CANCELLED,
  501: status.UNIMPLEMENTED,
  503: status.UNAVAILABLE,
  504: status.DEADLINE_EXCEEDED,
};

/**
 * An error of the catalogue as the status of a call: its code, its sentence, and as trailers what HTTP has as headers. A
 * client that retries by itself waits for `grpc-retry-pushback-ms`.
 *
 * @see https://github.com/grpc/grpc/blob/master/doc/statuscodes.md
 */
export function statusOf(error: AppError, requestId: string): StatusObject {
  const metadata = new Metadata();
  metadata.set(REQUEST_ID_HEADER, requestId);
  metadata.set(ERROR_CODE_TRAILER, error.code);
  const { retryAfterSeconds } = error;
  if (retryAfterSeconds !== undefined) {
    metadata.set('retry-after', String(retryAfterSeconds));
    metadata.set('grpc-retry-pushback-ms', String(retryAfterSeconds * 1000));
  }
  return {
    code: BY_HTTP_STATUS[error.status] ?? status.INTERNAL,
    details: sentenceOf(error.message),
    metadata,
  };
}

/**
 * What fits into a trailer: a message may quote a name of any length, and a client that gets more than 8 KB of trailers drops
 * them all, the status too. grpc-js percent-encodes the sentence, which throws for half a surrogate pair.
 */
function sentenceOf(message: string): string {
  const text = Buffer.from(message.slice(0, MAX_SENTENCE)).toString();
  return message.length > MAX_SENTENCE ? `${text}…` : text;
}
