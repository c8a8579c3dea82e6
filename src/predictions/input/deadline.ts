import type { FastifyRequest } from 'fastify';

import { AppError } from '../../common/errors.js';

const HEADER = 'x-request-timeout-ms';

/**
 * How long the answer may take: the shortest of the client's `x-request-timeout-ms`, the model's `deadline_ms` and the
 * server's limit, in milliseconds.
 *
 * @throws AppError VALIDATION_FAILED when the header is not a whole number of milliseconds
 */
export function deadlineOf(
  request: Pick<FastifyRequest, 'headers'>,
  serverLimitMs: number,
  modelLimitMs: number | null,
): number {
  const header = request.headers[HEADER];
  const limits = [serverLimitMs, modelLimitMs ?? serverLimitMs];
  if (header !== undefined) {
    if (typeof header !== 'string' || !/^[1-9]\d{0,9}$/.test(header)) {
      const faults = [
        `${HEADER}: must be a whole number of milliseconds from 1; got ${JSON.stringify(header)}`,
      ];
      throw new AppError('VALIDATION_FAILED', { faults });
    }
    limits.push(Number(header));
  }
  return Math.min(...limits);
}
