import type { ServerResponse } from 'node:http';

import { AppError } from '../../common/errors.js';

/**
 * Aborted with CLIENT_CLOSED_REQUEST when the client goes away before its answer is complete. Fastify's own `request.signal` cannot be used: Node
 * closes a request as soon as its body has been read, and then every upload looks abandoned (Fastify 5.12).
 */
export function clientGone(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new AppError('CLIENT_CLOSED_REQUEST'));
  });
  return controller.signal;
}
