import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  Res,
} from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { AdminName, AdminOnly } from '../../auth/admin-only.decorator.js';
import { ApiErrors } from '../../common/dto/api-errors.js';
import type { ErrorCode } from '../../common/errors.js';
import {
  PutAliasDto,
  PutAliasesDto,
  PutShadowDto,
  PutTrafficDto,
  RollBackDto,
  RoutingHistoryQueryDto,
} from './dto/routing-request.dto.js';
import { RoutingChangeDto, RoutingDto, RoutingHistoryDto } from './dto/routing.dto.js';
import { revisionTag, expectedRevision } from './revision-tag.js';
import {
  aliasesFrom,
  type Next,
  removeAlias,
  removeTraffic,
  setAlias,
  setShadow,
  setTraffic,
} from './routing-edits.js';
import type { RoutingAction } from './routing-record.js';
import { RoutingService } from './routing.service.js';
import { RoutingView } from './routing-view.js';

const ADMIN: ErrorCode[] = ['UNAUTHORIZED', 'FORBIDDEN', 'MODEL_NOT_FOUND'];
const CHANGE: ErrorCode[] = [
  ...ADMIN,
  'VALIDATION_FAILED',
  'ROUTING_REFUSED',
  'REVISION_MISMATCH',
  'ROUTING_UNAVAILABLE',
];

const ApiIfMatch = (): MethodDecorator =>
  ApiHeader({
    name: 'if-match',
    required: false,
    description:
      'Revision that the change is based on, as the ETag gives it; without it the change is applied to whatever holds.',
    schema: { type: 'string', example: '"3"' },
  });

/** Changes where requests go: for administrators. Each change is one step, on record, and seen by every instance. */
@ApiTags('versions')
@AdminOnly()
@Controller('v1/models/:model')
export class RoutingAdminController {
  constructor(
    private readonly routing: RoutingService,
    private readonly view: RoutingView,
  ) {}

  /** Who changed what, and when. */
  @Get('routing/history')
  @ApiErrors(...ADMIN, 'VALIDATION_FAILED', 'ROUTING_UNAVAILABLE')
  async history(
    @Param('model') model: string,
    @Query() query: RoutingHistoryQueryDto,
  ): Promise<RoutingHistoryDto> {
    const records = await this.routing.history(model, query.limit ?? 50);
    return { items: records.map((record) => RoutingChangeDto.from(record)) };
  }

  /** Sets all aliases at once. */
  @Put('aliases')
  @ApiIfMatch()
  @ApiErrors(...CHANGE)
  putAliases(
    @Param('model') model: string,
    @Body() body: PutAliasesDto,
    @AdminName() admin: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoutingDto> {
    const aliases = aliasesFrom(body.aliases);
    return this.change(model, 'aliases', (state) => ({ ...state, aliases }), admin, ifMatch, reply);
  }

  /** Sets one alias, or moves it: the version it names answers once it is loaded and fit. */
  @Put('aliases/:alias')
  @ApiIfMatch()
  @ApiErrors(...CHANGE)
  putAlias(
    @Param('model') model: string,
    @Param('alias') alias: string,
    @Body() body: PutAliasDto,
    @AdminName() admin: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoutingDto> {
    return this.change(model, 'alias', setAlias(alias, body.version), admin, ifMatch, reply);
  }

  /** Removes an alias that neither traffic nor shadow uses. */
  @Delete('aliases/:alias')
  @ApiIfMatch()
  @ApiErrors(...CHANGE, 'ALIAS_NOT_FOUND')
  removeAlias(
    @Param('model') model: string,
    @Param('alias') alias: string,
    @AdminName() admin: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoutingDto> {
    return this.change(model, 'alias-removed', removeAlias(model, alias), admin, ifMatch, reply);
  }

  /** Shares the requests that name no version out among versions and aliases. */
  @Put('traffic')
  @ApiIfMatch()
  @ApiErrors(...CHANGE)
  putTraffic(
    @Param('model') model: string,
    @Body() body: PutTrafficDto,
    @AdminName() admin: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoutingDto> {
    return this.change(model, 'traffic', setTraffic(body.weights, body.baseline), admin, ifMatch, reply);
  }

  /** Sends all requests that name no version to the alias `production`, or to the newest version. */
  @Delete('traffic')
  @ApiIfMatch()
  @ApiErrors(...CHANGE)
  removeTraffic(
    @Param('model') model: string,
    @AdminName() admin: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoutingDto> {
    return this.change(model, 'traffic-removed', removeTraffic, admin, ifMatch, reply);
  }

  /** Asks a version beside the one that answers; its answers are recorded and compared, never returned. */
  @Put('shadow')
  @ApiIfMatch()
  @ApiErrors(...CHANGE)
  putShadow(
    @Param('model') model: string,
    @Body() body: PutShadowDto,
    @AdminName() admin: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoutingDto> {
    return this.change(model, 'shadow', setShadow(body.version), admin, ifMatch, reply);
  }

  /** Asks no version beside the one that answers any more. */
  @Delete('shadow')
  @ApiIfMatch()
  @ApiErrors(...CHANGE)
  removeShadow(
    @Param('model') model: string,
    @AdminName() admin: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoutingDto> {
    return this.change(model, 'shadow-removed', setShadow(null), admin, ifMatch, reply);
  }

  /** Brings back the state before the last change, or that of a revision. */
  @Post('rollback')
  @HttpCode(200)
  @ApiIfMatch()
  @ApiErrors(...CHANGE)
  async rollBack(
    @Param('model') model: string,
    @Body() body: RollBackDto,
    @AdminName() admin: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoutingDto> {
    const expected = expectedRevision(ifMatch);
    await this.routing.rollBack({ model, changedBy: admin, expected }, body.revision);
    return this.answer(model, reply);
  }

  private async change(
    model: string,
    action: RoutingAction,
    next: Next,
    admin: string,
    ifMatch: string | undefined,
    reply: FastifyReply,
  ): Promise<RoutingDto> {
    await this.routing.change({ model, action, changedBy: admin, expected: expectedRevision(ifMatch), next });
    return this.answer(model, reply);
  }

  private answer(model: string, reply: FastifyReply): RoutingDto {
    const routing = this.view.routing(model);
    void reply.header('etag', revisionTag(routing.revision));
    return routing;
  }
}
