import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { ApiErrors } from '../../common/dto/api-errors.js';
import { DisagreementReportDto } from './dto/disagreement.dto.js';
import { RoutingDto } from './dto/routing.dto.js';
import { revisionTag } from './revision-tag.js';
import { RoutingView } from './routing-view.js';

@ApiTags('versions')
@Controller('v1/models')
export class RoutingController {
  constructor(private readonly view: RoutingView) {}

  /** Where the requests of a model go: aliases, traffic, shadow, and who changed them last. */
  @Get(':model/routing')
  @ApiErrors('MODEL_NOT_FOUND')
  routing(@Param('model') model: string, @Res({ passthrough: true }) reply: FastifyReply): RoutingDto {
    const routing = this.view.routing(model);
    void reply.header('etag', revisionTag(routing.revision));
    return routing;
  }

  /** How canaries and shadows compare with the baseline: counts, rates and the last differences, of this instance. */
  @Get(':model/disagreement')
  @ApiErrors('MODEL_NOT_FOUND')
  disagreement(@Param('model') model: string): DisagreementReportDto {
    return this.view.disagreement(model);
  }
}
