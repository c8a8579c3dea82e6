import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { SessionAllowance } from './session-allowance.js';

/** The allowance of one session, beside that of the address: a camera that runs wild costs its own session only. */
@Injectable()
export class SessionRateGuard implements CanActivate {
  constructor(private readonly allowance: SessionAllowance) {}

  /** @throws AppError RATE_LIMIT_EXCEEDED */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const { session_id: id } = http.getRequest<FastifyRequest>().params as { session_id: string };
    await this.allowance.take(id, ({ limit, windowSeconds, remaining, seconds }) => {
      void http
        .getResponse<FastifyReply>()
        .header('ratelimit-policy', `"session";q=${limit};w=${windowSeconds}`)
        .header('ratelimit', `"session";r=${remaining};t=${seconds}`);
    });
    return true;
  }
}
