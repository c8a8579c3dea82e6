import { All, Controller, Delete, Options, Patch, Post, Put, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AppError } from '../common/errors.js';
import { pathOf } from '../common/error-translation.js';

/** Routes of the protocol, for those who come with the wrong method. */
const ROUTES: readonly (readonly [path: RegExp, methods: readonly string[]])[] = [
  [/^\/v2$/, ['GET']],
  [/^\/v2\/health\/(live|ready)$/, ['GET']],
  [/^\/v2\/models\/?$/, ['GET']],
  [/^\/v2\/models\/[^/]+(\/versions\/[^/]+)?\/infer$/, ['POST']],
  [/^\/v2\/models\/[^/]+(\/versions\/[^/]+)?(\/(ready|config|stats))?$/, ['GET']],
  [/^\/v2\/repository\/index$/, ['POST']],
  [/^\/v2\/repository\/models\/[^/]+\/(load|unload)$/, ['POST']],
];

/** What below /v2 is no route: 405 where another method would do, else 404. */
@ApiExcludeController()
@Controller('v2')
export class OpenInferenceFallbackController {
  @All('*')
  refuse(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): never {
    const path = pathOf(request);
    const { method } = request;
    const allowed = ROUTES.find(([pattern]) => pattern.test(path))?.[1];
    if (!allowed || allowed.includes(method)) throw new AppError('NOT_FOUND', { method, path });
    void reply.header('allow', allowed.join(', '));
    throw new AppError('METHOD_NOT_ALLOWED', { method, path, allowed: [...allowed] });
  }

  // The star does not stand for nothing, and all methods of `/v2` are not free: GET is the metadata's.
  @Post()
  post(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): never {
    return this.refuse(request, reply);
  }

  @Put()
  put(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): never {
    return this.refuse(request, reply);
  }

  @Patch()
  patch(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): never {
    return this.refuse(request, reply);
  }

  @Delete()
  delete(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): never {
    return this.refuse(request, reply);
  }

  @Options()
  options(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): never {
    return this.refuse(request, reply);
  }
}
