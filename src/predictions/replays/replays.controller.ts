import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiTags } from '@nestjs/swagger';

import { AdminOnly } from '../../auth/admin-only.decorator.js';
import { ApiErrors } from '../../common/dto/api-errors.js';
import { CreateReplayDto } from './dto/replay-request.dto.js';
import { ReplayDetailsDto, ReplayDto, ReplayListDto, ReplayReportDto } from './dto/replay.dto.js';
import { ReplaysService } from './replays.service.js';

/** Stored inputs, run again through another version. */
@ApiTags('replays')
@Controller('v1/replays')
export class ReplaysController {
  constructor(private readonly replays: ReplaysService) {}

  /** Queues a replay: it runs when nobody else needs the machine, and goes on after a restart. */
  @Post()
  @AdminOnly()
  @HttpCode(202)
  @ApiAcceptedResponse({ type: ReplayDto, description: 'It is queued.' })
  @ApiErrors(
    'VALIDATION_FAILED',
    'UNAUTHORIZED',
    'FORBIDDEN',
    'MODEL_NOT_FOUND',
    'VERSION_NOT_FOUND',
    'ALIAS_NOT_FOUND',
    'MODEL_NOT_READY',
    'HISTORY_UNAVAILABLE',
  )
  async create(@Body() body: CreateReplayDto): Promise<ReplayDto> {
    return ReplayDto.from(await this.replays.create(CreateReplayDto.request(body)));
  }

  /** The latest replays. */
  @Get()
  @ApiErrors('HISTORY_UNAVAILABLE')
  async list(): Promise<ReplayListDto> {
    return { items: (await this.replays.list()).map((replay) => ReplayDto.from(replay)) };
  }

  /** How far a replay is, and what has changed so far. */
  @Get(':replay_id')
  @ApiErrors('REPLAY_NOT_FOUND', 'HISTORY_UNAVAILABLE')
  async get(@Param('replay_id') id: string): Promise<ReplayDetailsDto> {
    const { replay, report } = await this.replays.get(id);
    return { ...ReplayDto.from(replay), report: ReplayReportDto.from(report) };
  }

  /** Ends a replay; what it has found stays. One that is over stays as it is. */
  @Post(':replay_id/cancel')
  @AdminOnly()
  @HttpCode(200)
  @ApiErrors('UNAUTHORIZED', 'FORBIDDEN', 'REPLAY_NOT_FOUND', 'HISTORY_UNAVAILABLE')
  async cancel(@Param('replay_id') id: string): Promise<ReplayDto> {
    return ReplayDto.from(await this.replays.cancel(id));
  }
}
