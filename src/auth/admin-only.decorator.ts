import { applyDecorators, createParamDecorator, type ExecutionContext, UseGuards } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

import { AdminGuard, adminOf } from './admin.guard.js';

/**
 * Puts a route, or every route of a controller, behind `AdminGuard`. List 'UNAUTHORIZED' and 'FORBIDDEN' in the
 * `ApiErrors` of each.
 */
export function AdminOnly(): MethodDecorator & ClassDecorator {
  return applyDecorators(UseGuards(AdminGuard), ApiBearerAuth('admin'));
}

/** Parameter of a guarded route: who called it, for the record. */
export const AdminName = createParamDecorator((_: unknown, context: ExecutionContext) =>
  adminOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
