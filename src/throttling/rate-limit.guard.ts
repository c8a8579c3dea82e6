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

import { Allowance, ALLOWANCE_NAME } from './allowance.js';

/**
 * Routes of machines, of the documentation and the pages, with the samples that they show. A limit on a health check would restart a
 * server that is only busy.
 */
const EXEMPT =
  /^\/($|(health|ready|metrics|docs|camera|icon\.svg|openapi\.json|openapi\.models\.json|v2\/health)(\/|$|-)|v1\/models\/:model\/samples\/)/;

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
    private readonly allowance: Allowance,
  ) {
    super(options, storage, reflector);
  }

  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    return Promise.resolve(EXEMPT.test(request.routeOptions.url ?? ''));
  }

  protected override async handleRequest({ context }: ThrottlerRequest): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const { limit, windowSeconds, remaining, secondsLeft, fault } = await this.allowance.take(request.ip);
    void http
      .getResponse<FastifyReply>()
      .header('x-ratelimit-limit', limit)
      .header('x-ratelimit-remaining', remaining)
      .header('x-ratelimit-reset', secondsLeft)
      .header('ratelimit-policy', `"${ALLOWANCE_NAME}";q=${limit};w=${windowSeconds}`)
      .header('ratelimit', `"${ALLOWANCE_NAME}";r=${remaining};t=${secondsLeft}`);
    if (fault) throw fault;
    return true;
  }
}
