import type { IncomingHttpHeaders } from 'node:http';

import { v7 as uuidv7 } from 'uuid';

/** Header that carries the request id in both directions. */
export const REQUEST_ID_HEADER = 'x-request-id';

const ACCEPTED = /^[A-Za-z0-9_-]{8,128}$/;

/**
 * The id under which a request is logged, answered and recorded: the client's own when it is safe to print in a log
 * and a file name, else a new uuidv7. Pass it to Fastify as `genReqId`.
 */
export function requestIdOf(request: { readonly headers: IncomingHttpHeaders }): string {
  const given = request.headers[REQUEST_ID_HEADER];
  return typeof given === 'string' && ACCEPTED.test(given) ? given : uuidv7();
}
