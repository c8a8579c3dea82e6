import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AppError } from '../common/errors.js';
import { Env } from '../config/env.js';
import { AdminTokens } from './admin-tokens.js';
import { whyNotLocal } from './local-caller.js';

/** Who may call without a token, where none are set: somebody on this machine. */
export const LOCAL_ADMIN = 'local';

const admins = new WeakMap<object, string>();

/** Who an admin route was called by: the name of a token, or `local`. Empty where the guard has not been. */
export function adminOf(request: FastifyRequest): string {
  return admins.get(request.raw) ?? '';
}

/** Lets through who holds a token of ADMIN_TOKENS; where none are set, who calls from this machine. */
@Injectable()
export class AdminGuard implements CanActivate {
  private readonly tokens: AdminTokens;

  constructor(private readonly env: Env) {
    this.tokens = new AdminTokens(env.ADMIN_TOKENS);
  }

  /** @throws AppError UNAUTHORIZED, FORBIDDEN */
  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    admins.set(request.raw, this.adminBehind(request, http.getResponse<FastifyReply>()));
    return true;
  }

  private adminBehind(request: FastifyRequest, reply: FastifyReply): string {
    if (this.tokens.isEmpty) {
      const reason = whyNotLocal(
        {
          socketAddress: request.raw.socket.remoteAddress,
          clientAddress: request.ip,
          headers: request.headers,
        },
        this.env.TRUST_PROXY,
      );
      if (reason === null) return LOCAL_ADMIN;
      throw new AppError('FORBIDDEN', { reason });
    }
    const owner = this.tokens.ownerOf(request.headers.authorization);
    if (owner !== undefined) return owner;
    const isMissing = request.headers.authorization === undefined;
    void reply.header('www-authenticate', isMissing ? 'Bearer' : 'Bearer error="invalid_token"');
    throw new AppError('UNAUTHORIZED', { reason: isMissing ? 'it is missing' : 'it is not known' });
  }
}
