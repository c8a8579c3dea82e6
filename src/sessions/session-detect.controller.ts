import { Controller, HttpCode, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { answerFormat, answerFormats } from '../predictions/accept.js';
import { ApiPredict } from '../predictions/dto/predict.openapi.js';
import { PredictionDto } from '../predictions/dto/prediction.dto.js';
import { PredictionsDto } from '../predictions/dto/predictions.dto.js';
import { PredictHandler } from '../predictions/predict.handler.js';
import { capturedTimes } from './captured-times.js';
import { DetectQueryDto } from './dto/detect-query.dto.js';
import { SessionDetection } from './session-detection.js';
import { SessionRateGuard } from './session-rate.guard.js';

/** Pictures that come into a session one request at a time. */
@ApiTags('sessions')
@Controller('v1/sessions')
export class SessionDetectController {
  constructor(
    private readonly detection: SessionDetection,
    private readonly handler: PredictHandler,
  ) {}

  /**
   * Looks at a picture, or several, in a session: as POST /v1/models/{model}/predict, recorded with the session, which
   * lives on for its time to live.
   */
  @Post(':session_id/detect')
  @HttpCode(200)
  @UseGuards(SessionRateGuard)
  @ApiPredict('SESSION_NOT_FOUND', 'SESSION_ENDED', 'SESSION_EXPIRED', 'SESSION_STORE_UNAVAILABLE')
  async detect(
    @Param('session_id') sessionId: string,
    @Query() { captured_at, ...asked }: DetectQueryDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PredictionDto | PredictionsDto | Buffer> {
    const arrivedAt = Date.now();
    const times = capturedTimes(captured_at, arrivedAt);
    const { body, state } = await this.detection.within(
      { sessionId, ...asked, times, arrivedAt },
      async (version, session) => {
        const format = answerFormat(request.headers.accept, answerFormats(version.spec));
        const answer = await this.handler.handle(version, request, reply, format, session);
        void reply.headers(answer.headers);
        return answer.body;
      },
    );
    void reply.header('x-session-state', state);
    return body;
  }
}
