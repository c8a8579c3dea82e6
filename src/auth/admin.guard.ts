import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AppError } from '../common/errors.js';
import { Env } from '../config/env.js';
import { AdminAccess } from './admin-access.js';

const admins = new WeakMap<object, string>();

/** Who an admin route was called by: the name of a token, or `local`. Empty where the guard has not been. */
export function adminOf(request: FastifyRequest): string {
  return admins.get(request.raw) ?? '';
}

/** Lets through who holds a token of ADMIN_TOKENS; where none are set, who calls from this machine. */
@Injectable()
export class AdminGuard implements CanActivate {
  private readonly access: AdminAccess;

  constructor(env: Env) {
    this.access = new AdminAccess(env);
  }

  /** @throws AppError UNAUTHORIZED, FORBIDDEN */
  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    try {
      const { raw, ip, headers } = request;
      admins.set(
        raw,
        this.access.admit({ socketAddress: raw.socket.remoteAddress, clientAddress: ip, headers }),
      );
      return true;
    } catch (error) {
      if (error instanceof AppError && error.code === 'UNAUTHORIZED') {
        const isMissing = request.headers.authorization === undefined;
        void http
          .getResponse<FastifyReply>()
          .header('www-authenticate', isMissing ? 'Bearer' : 'Bearer error="invalid_token"');
      }
      throw error;
    }
  }
}
