import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';

import { ApiErrors } from '../../common/dto/api-errors.js';
import { AppError } from '../../common/errors.js';
import { endRequest, type RequestContext, runInRequestContext } from '../../common/request-context.js';
import { Env } from '../../config/env.js';
import { ModelProvider } from '../../models/model-provider.js';
import { StreamQueryDto } from '../dto/detect-query.dto.js';
import { SessionFeed } from '../feed/session-feed.js';
import { LiveConnections } from '../live/live-connections.js';
import { overError } from '../session-faults.js';
import { sessionModel } from '../session-model.js';
import { SessionsService } from '../sessions.service.js';
import { FrameDetection } from './frame-detection.js';
import { FrameStream } from './frame-stream.js';
import { assertOrigin } from './origin.js';
import { acceptUpgrade, isUpgrade } from './upgrades.js';

/** Frames of a camera over a WebSocket. */
@ApiTags('sessions')
@Controller('v1/sessions')
export class SessionStreamController {
  constructor(
    private readonly env: Env,
    private readonly sessions: SessionsService,
    private readonly models: ModelProvider,
    private readonly feed: SessionFeed,
    private readonly live: LiveConnections,
    private readonly detection: FrameDetection,
  ) {}

  /**
   * A WebSocket that takes frames and answers what is on them. Binary messages are pictures (JPEG, PNG, WebP); a text message before
   * one may say `{"frame", "captured_at", "options"}` of it. Answers are JSON texts with a `type`: `prediction`, `dropped` (a newer
   * frame came), `error`, `status`. One frame is looked at at a time.
   */
  @Get(':session_id/stream')
  @ApiResponse({ status: 101, description: 'The connection is a WebSocket now.' })
  @ApiErrors(
    'VALIDATION_FAILED',
    'FORBIDDEN_ORIGIN',
    'MODEL_NOT_FOUND',
    'VERSION_NOT_FOUND',
    'SESSION_NOT_FOUND',
    'SESSION_ENDED',
    'SESSION_EXPIRED',
    'UPGRADE_REQUIRED',
    'MODEL_NOT_READY',
    'QUEUE_FULL',
    'SESSION_STORE_UNAVAILABLE',
    'TOO_MANY_CONNECTIONS',
    'SHUTTING_DOWN',
  )
  async stream(
    @Param('session_id') sessionId: string,
    @Query() asked: StreamQueryDto,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!isUpgrade(request.raw))
      throw new AppError('UPGRADE_REQUIRED', { path: '/v1/sessions/{session_id}/stream' });
    assertOrigin(request.headers, this.env.CORS_ORIGINS);
    await this.assertReady(sessionId, asked, request.id);
    let stream: FrameStream | undefined;
    const leavePlace = this.live.enter(() => stream?.close('goingAway'));
    const socket = await acceptUpgrade(request.raw, reply, this.env.MAX_UPLOAD_SIZE);
    if (!socket) {
      leavePlace();
      return;
    }
    const gone = new AbortController();
    const facts = { sessionId, ...asked, signal: gone.signal };
    const opened = new FrameStream(socket, {
      look: (frame, requestId) => this.detection.look(frame, facts, requestId),
      newRequestId: uuidv7,
    });
    stream = opened;
    socket.once('close', () => {
      leavePlace();
      gone.abort(new AppError('CLIENT_CLOSED_REQUEST'));
    });
    await this.follow(sessionId, opened, socket);
  }

  /** Closes the stream with its session. */
  private async follow(
    sessionId: string,
    stream: FrameStream,
    socket: {
      readonly readyState: number;
      once(event: 'close', listener: () => void): unknown;
      readonly OPEN: number;
    },
  ): Promise<void> {
    const current = async (): Promise<number> => {
      const session = await this.sessions.get(sessionId);
      if (session.status === 'ended') throw overError(session);
      return session.feedNumber;
    };
    try {
      const leave = await this.feed.join(
        sessionId,
        { change: (change) => (change.isLast ? stream.ended(change) : undefined), missed: () => undefined },
        { after: null, current },
      );
      if (socket.readyState === socket.OPEN) socket.once('close', leave);
      else leave();
    } catch {
      // Frames that come get their own errors; a session that is over meanwhile closes with the first of them.
    }
  }

  /** What would fail every frame is told before the connection is made. In a request of its own, that does not last as long. */
  private async assertReady(sessionId: string, asked: StreamQueryDto, requestId: string): Promise<void> {
    const session = await this.sessions.get(sessionId);
    if (session.status === 'ended') throw overError(session);
    const context: RequestContext = {
      requestId,
      method: 'GET',
      startedMs: performance.now(),
      routingKey: sessionId,
    };
    runInRequestContext(context, () => {
      try {
        sessionModel(this.models, session, asked).assertRoom();
      } finally {
        endRequest(context);
      }
    });
  }
}
