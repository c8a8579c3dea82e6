import { Controller, Get, Header, HttpCode, Res } from '@nestjs/common';
import { ApiOkResponse, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { ServerLiveDto, ServerReadyDto } from './open-inference-health.dto.js';
import { ServerReadiness } from './server-readiness.js';

const NO_STORE = ['cache-control', 'no-store'] as const;

/** The health routes of the Open Inference Protocol: the same answers as /health/live and /health/ready, in its words. */
@ApiTags('open-inference')
@Controller('v2/health')
export class OpenInferenceHealthController {
  constructor(private readonly readiness: ServerReadiness) {}

  /** Whether the process answers at all. */
  @Get('live')
  @HttpCode(200)
  @Header(...NO_STORE)
  live(): ServerLiveDto {
    return { live: true };
  }

  /** Whether the required models answer and the server is not stopping: 200, or 503. */
  @Get('ready')
  @Header(...NO_STORE)
  @ApiOkResponse({ type: ServerReadyDto })
  @ApiServiceUnavailableResponse({ type: ServerReadyDto, description: 'Not ready.' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ServerReadyDto> {
    const readiness = await this.readiness.now();
    if (!readiness.ready) void reply.status(503);
    return readiness;
  }
}
