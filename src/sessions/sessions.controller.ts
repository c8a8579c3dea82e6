import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { ApiErrors } from '../common/dto/api-errors.js';
import { FindPredictionsDto } from '../predictions/dto/find-predictions.dto.js';
import { PredictionPageDto } from '../predictions/dto/prediction-record.dto.js';
import { DEFAULT_PAGE_SIZE, HistoryQueries } from '../predictions/history/history-queries.js';
import { CreateSessionDto, FindSessionsDto, UpdateSessionDto } from './dto/session-request.dto.js';
import { SessionDto, SessionPageDto } from './dto/session.dto.js';
import { SessionsService } from './sessions.service.js';
import { FindTracksDto, TrackPageDto, TrackingDto } from './dto/tracking.dto.js';
import { SessionTracks } from './tracking/session-tracks.js';

/** Sessions: pictures that belong together, and what was seen in them. */
@ApiTags('sessions')
@Controller('v1/sessions')
export class SessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly history: HistoryQueries,
    private readonly tracks: SessionTracks,
  ) {}

  /** Makes a session. */
  @Post()
  @ApiErrors('VALIDATION_FAILED', 'SESSION_STORE_UNAVAILABLE')
  async create(@Body() body: CreateSessionDto): Promise<SessionDto> {
    const { metadata = {}, model = null, version = null, ttl_seconds: ttlSeconds } = body;
    const tracking = body.tracking ? TrackingDto.complete(body.tracking) : null;
    return SessionDto.from(await this.sessions.create({ metadata, model, version, ttlSeconds, tracking }));
  }

  /** Sessions, newest first, page by page. */
  @Get()
  @ApiErrors('VALIDATION_FAILED', 'SESSION_STORE_UNAVAILABLE')
  async list(@Query() query: FindSessionsDto): Promise<SessionPageDto> {
    const { limit = DEFAULT_PAGE_SIZE, cursor, status, model, from, to } = query;
    const filters = {
      ...(status === undefined ? {} : { status }),
      ...(model === undefined ? {} : { model }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    };
    const found = await this.sessions.list(filters, limit + 1, cursor);
    const items = found.slice(0, limit);
    return {
      items: items.map((session) => SessionDto.from(session)),
      next_cursor: found.length > limit ? (items.at(-1)?.id ?? null) : null,
    };
  }

  /** One session with what has been seen in it so far. */
  @Get(':session_id')
  @ApiErrors('SESSION_NOT_FOUND', 'SESSION_STORE_UNAVAILABLE')
  async get(@Param('session_id') id: string): Promise<SessionDto> {
    return SessionDto.from(await this.sessions.get(id));
  }

  /** Replaces the metadata of a session that lives. */
  @Patch(':session_id')
  @ApiErrors(
    'VALIDATION_FAILED',
    'SESSION_NOT_FOUND',
    'SESSION_ENDED',
    'SESSION_EXPIRED',
    'SESSION_STORE_UNAVAILABLE',
  )
  async update(@Param('session_id') id: string, @Body() body: UpdateSessionDto): Promise<SessionDto> {
    return SessionDto.from(await this.sessions.describe(id, body.metadata));
  }

  /** Forgets a session. Its predictions stay in the history. */
  @Delete(':session_id')
  @HttpCode(204)
  @ApiErrors('SESSION_NOT_FOUND', 'SESSION_STORE_UNAVAILABLE')
  remove(@Param('session_id') id: string): Promise<void> {
    return this.sessions.remove(id);
  }

  /** Ends a session; its summary is final. */
  @Post(':session_id/end')
  @HttpCode(200)
  @ApiErrors('SESSION_NOT_FOUND', 'SESSION_ENDED', 'SESSION_EXPIRED', 'SESSION_STORE_UNAVAILABLE')
  async end(@Param('session_id') id: string): Promise<SessionDto> {
    return SessionDto.from(await this.sessions.end(id));
  }

  /** Predictions made in a session, newest first, page by page. */
  @Get(':session_id/predictions')
  @ApiErrors('VALIDATION_FAILED', 'INVALID_CURSOR', 'SESSION_NOT_FOUND', 'HISTORY_UNAVAILABLE')
  async predictions(
    @Param('session_id') id: string,
    @Query() query: FindPredictionsDto,
  ): Promise<PredictionPageDto> {
    await this.sessions.get(id);
    const filters = { ...FindPredictionsDto.filters(query), sessionId: id };
    return PredictionPageDto.from(await this.history.find(filters, FindPredictionsDto.page(query)));
  }

  /** Things that were followed over the pictures of a session, in the order in which they came in. */
  @Get(':session_id/tracks')
  @ApiErrors('VALIDATION_FAILED', 'SESSION_NOT_FOUND', 'SESSION_STORE_UNAVAILABLE')
  async listTracks(@Param('session_id') id: string, @Query() query: FindTracksDto): Promise<TrackPageDto> {
    await this.sessions.get(id);
    const { limit = DEFAULT_PAGE_SIZE, cursor, label, present } = query;
    return TrackPageDto.from(await this.tracks.find(id, { label, present }, limit + 1, cursor), limit);
  }
}
