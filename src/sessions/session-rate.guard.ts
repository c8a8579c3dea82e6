import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AppError } from '../common/errors.js';
import { Env } from '../config/env.js';
import { Metrics } from '../metrics/metrics.js';
import { FixedWindowStorage } from '../throttling/fixed-window-storage.js';

/** The allowance of one session, beside that of the address: a camera that runs wild costs its own session only. */
@Injectable()
export class SessionRateGuard implements CanActivate {
  private readonly windows = new FixedWindowStorage();

  constructor(
    private readonly env: Env,
    private readonly metrics: Metrics,
  ) {}

  /** @throws AppError RATE_LIMIT_EXCEEDED */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { RATE_LIMIT_ENABLED, SESSION_RATE_LIMIT_REQUESTS: limit, RATE_LIMIT_WINDOW } = this.env;
    if (!RATE_LIMIT_ENABLED) return true;
    const http = context.switchToHttp();
    const { session_id: id } = http.getRequest<FastifyRequest>().params as { session_id: string };
    const windowMs = RATE_LIMIT_WINDOW * 1000;
    const { totalHits, timeToExpire, isBlocked } = await this.windows.increment(id, windowMs, limit);
    void http
      .getResponse<FastifyReply>()
      .header('ratelimit-policy', `"session";q=${limit};w=${RATE_LIMIT_WINDOW}`)
      .header('ratelimit', `"session";r=${Math.max(0, limit - totalHits)};t=${timeToExpire}`);
    if (!isBlocked) return true;
    this.metrics.rateLimited();
    const details = { limit, window_seconds: RATE_LIMIT_WINDOW, retry_after_seconds: timeToExpire };
    throw new AppError('RATE_LIMIT_EXCEEDED', details, { retryAfterSeconds: timeToExpire });
  }
}
