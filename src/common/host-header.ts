import type { FastifyInstance } from 'fastify';

import { AppError } from './errors.js';

/** Option of Node's HTTP server: without it Node refuses by itself, with 400 and not a word. */
export const HOST_IS_CHECKED_HERE = { requireHostHeader: false } as const;

/**
 * Refuses a request of HTTP/1.1 without a Host header, and any with two, as RFC 9112, section 3.2, wants it, in the words of every
 * other refusal. One of HTTP/1.0 need not have any.
 */
export function registerHostHeader(instance: FastifyInstance): void {
  instance.addHook('onRequest', ({ raw }, _reply, done) => {
    // Names and values take turns.
    const count = raw.rawHeaders.filter((name, index) => index % 2 === 0 && isHost(name)).length;
    if (count === 1 || (count === 0 && raw.httpVersion === '1.0')) return done();
    const reason = `there must be one Host header; there ${count === 0 ? 'is none' : `are ${count}`}`;
    return done(new AppError('MALFORMED_REQUEST', { reason }));
  });
}

function isHost(name: string): boolean {
  return name.length === 4 && name.toLowerCase() === 'host';
}
