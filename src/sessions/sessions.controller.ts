import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { ApiErrors } from '../common/dto/api-errors.js';
import { annotateRequest } from '../common/request-context.js';
import { ModelProvider } from '../models/model-provider.js';
import { answerFormat, answerFormats } from '../predictions/accept.js';
import { FindPredictionsDto } from '../predictions/dto/find-predictions.dto.js';
import { ApiPredict } from '../predictions/dto/predict.openapi.js';
import { PredictionPageDto } from '../predictions/dto/prediction-record.dto.js';
import { PredictionDto } from '../predictions/dto/prediction.dto.js';
import { PredictionsDto } from '../predictions/dto/predictions.dto.js';
import { DEFAULT_PAGE_SIZE, HistoryQueries } from '../predictions/history/history-queries.js';
import { PredictHandler } from '../predictions/predict.handler.js';
import {
  CreateSessionDto,
  DetectQueryDto,
  FindSessionsDto,
  UpdateSessionDto,
} from './dto/session-request.dto.js';
import { SessionDto, SessionPageDto } from './dto/session.dto.js';
import { sessionModel } from './session-model.js';
import { SessionRateGuard } from './session-rate.guard.js';
import { sightingOf, type Sighting } from './session-summary.js';
import { SessionsService } from './sessions.service.js';

/** Sessions: pictures that belong together, and what was seen in them. */
@ApiTags('sessions')
@Controller('v1/sessions')
export class SessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly models: ModelProvider,
    private readonly handler: PredictHandler,
    private readonly history: HistoryQueries,
  ) {}

  /** Makes a session. */
  @Post()
  @ApiErrors('VALIDATION_FAILED', 'SESSION_STORE_UNAVAILABLE')
  async create(@Body() body: CreateSessionDto): Promise<SessionDto> {
    const { metadata = {}, model = null, version = null, ttl_seconds } = body;
    const ttl = ttl_seconds === undefined ? {} : { ttlSeconds: ttl_seconds };
    return SessionDto.from(await this.sessions.create({ metadata, model, version, ...ttl }));
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

  /**
   * Looks at a picture, or several, in a session: as POST /v1/models/{model}/predict, recorded with the session, which
   * lives on for its time to live.
   */
  @Post(':session_id/detect')
  @HttpCode(200)
  @UseGuards(SessionRateGuard)
  @ApiPredict('SESSION_NOT_FOUND', 'SESSION_ENDED', 'SESSION_EXPIRED', 'SESSION_STORE_UNAVAILABLE')
  async detect(
    @Param('session_id') id: string,
    @Query() query: DetectQueryDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PredictionDto | PredictionsDto | Buffer> {
    const { session, isDeferred } = await this.sessions.use(id);
    // A canary gets whole sessions or nothing of them.
    annotateRequest({ routingKey: session.id });
    const version = sessionModel(this.models, session, query);
    const sightings: Sighting[] = [];
    const inSession = {
      id: session.id,
      answered: (answer: Parameters<typeof sightingOf>[0]) => void sightings.push(sightingOf(answer)),
    };
    try {
      const format = answerFormat(request.headers.accept, answerFormats(version.spec));
      const { body, headers } = await this.handler.handle(version, request, reply, format, inSession);
      void reply.headers({ ...headers, 'x-session-state': isDeferred ? 'deferred' : 'recorded' });
      return body;
    } finally {
      await this.sessions.record(id, sightings);
    }
  }
}
