import { Controller, Get, Headers, Header, HttpCode, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { ModelsDocument } from './models-document.js';

/** Like /openapi.json, but with an operation for each model; not part of either document. */
@ApiExcludeController()
@Controller()
export class ModelsOpenApiController {
  constructor(private readonly document: ModelsDocument) {}

  @Get('openapi.models.json')
  @HttpCode(200)
  @Header('cache-control', 'no-cache')
  get(
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Buffer | undefined {
    const { json, etag } = this.document.text();
    void reply.header('etag', etag);
    if (known === etag) {
      void reply.status(304);
      return undefined;
    }
    void reply.type('application/json; charset=utf-8');
    return json;
  }
}
