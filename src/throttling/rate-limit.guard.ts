import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  InjectThrottlerOptions,
  InjectThrottlerStorage,
  ThrottlerGuard,
  type ThrottlerModuleOptions,
  type ThrottlerRequest,
  type ThrottlerStorage,
} from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AppError } from '../common/errors.js';
import { Metrics } from '../metrics/metrics.js';

/** Routes of machines and of the documentation. A limit on a health check would restart a server that is only busy. */
const EXEMPT = /^\/(health|ready|metrics|docs|openapi\.json|v2\/health)(\/|$|-)/;

/**
 * The allowance of one address over all routes together, as the RateLimit header fields show it.
 *
 * @throws AppError RATE_LIMIT_EXCEEDED with Retry-After
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ (draft 11) for RateLimit and
 *   RateLimit-Policy; X-RateLimit-* are the older names
 */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() storage: ThrottlerStorage,
    reflector: Reflector,
    private readonly metrics: Metrics,
  ) {
    super(options, storage, reflector);
  }

  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    return Promise.resolve(EXEMPT.test(request.routeOptions.url ?? ''));
  }

  protected override async handleRequest(props: ThrottlerRequest): Promise<boolean> {
    const { context, limit, ttl, throttler, blockDuration } = props;
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const name = throttler.name ?? 'default';
    const key = `${name}:${await this.getTracker(request as unknown as Record<string, unknown>)}`;
    const record = await this.storageService.increment(key, ttl, limit, blockDuration, name);
    const windowSeconds = Math.round(ttl / 1000);
    const remaining = Math.max(0, limit - record.totalHits);
    void http
      .getResponse<FastifyReply>()
      .header('x-ratelimit-limit', limit)
      .header('x-ratelimit-remaining', remaining)
      .header('x-ratelimit-reset', record.timeToExpire)
      .header('ratelimit-policy', `"${name}";q=${limit};w=${windowSeconds}`)
      .header('ratelimit', `"${name}";r=${remaining};t=${record.timeToExpire}`);
    if (!record.isBlocked) return true;
    this.metrics.rateLimited();
    const retryAfterSeconds = record.timeToBlockExpire;
    throw new AppError(
      'RATE_LIMIT_EXCEEDED',
      { limit, window_seconds: windowSeconds, retry_after_seconds: retryAfterSeconds },
      { retryAfterSeconds },
    );
  }
}
