import type { FastifyRequest } from 'fastify';

import type { CacheMode } from '../../cache/prediction-cache.js';
import type { RequestFacts } from '../prediction.js';
import { refusalUnlessKnown } from './look-up-only.js';

/**
 * What predictions have to know of their request.
 *
 * @param deadlineMs from now on
 * @param signal aborted when the client is gone
 */
export function requestFacts(request: FastifyRequest, deadlineMs: number, signal: AbortSignal): RequestFacts {
  const refusal = refusalUnlessKnown(request);
  return {
    requestId: request.id,
    deadlineAt: Date.now() + deadlineMs,
    deadlineMs,
    cacheMode: cacheModeOf(request.headers['cache-control']),
    signal,
    ...(refusal && { unlessKnown: refusal }),
  };
}

/** RFC 9111: `no-cache` wants a fresh answer, `no-store` one that is not kept either. */
export function cacheModeOf(cacheControl: string | undefined): CacheMode {
  if (cacheControl === undefined) return 'use';
  if (/\bno-store\b/i.test(cacheControl)) return 'off';
  return /\bno-cache\b/i.test(cacheControl) ? 'refresh' : 'use';
}
