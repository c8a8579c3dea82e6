import type { FastifyInstance } from 'fastify';

import { AppError } from './errors.js';

/** Option of Node's HTTP server: without it Node refuses by itself, with 400 and not a word. */
export const HOST_IS_CHECKED_HERE = { requireHostHeader: false } as const;

/**
 * Refuses a request of HTTP/1.1 without a Host header, as RFC 9112, section 3.2, wants it, in the words of every other refusal.
 * One of HTTP/1.0 need not have any.
 */
export function registerHostHeader(instance: FastifyInstance): void {
  instance.addHook('onRequest', ({ raw }, _reply, done) => {
    if (raw.headers.host !== undefined || raw.httpVersion === '1.0') done();
    else
      done(new AppError('MALFORMED_REQUEST', { reason: 'HTTP/1.1 wants a Host header, and there is none' }));
  });
}
