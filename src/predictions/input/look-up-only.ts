import type { FastifyRequest } from 'fastify';

import type { AppError } from '../../common/errors.js';

const refusals = new WeakMap<FastifyRequest, AppError>();

/** From here on the request is answered from the cache or, with `refusal`, not at all: there is no room for a run. */
export function lookUpOnly(request: FastifyRequest, refusal: AppError): void {
  refusals.set(request, refusal);
}

/** The refusal of a request that is only looked for in the cache; undefined for every other. */
export function refusalUnlessKnown(request: FastifyRequest): AppError | undefined {
  return refusals.get(request);
}
