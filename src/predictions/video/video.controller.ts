import { Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { ModelProvider } from '../../models/model-provider.js';
import { answerFormat } from '../accept.js';
import { VideoPredictionDto } from './dto/video-prediction.dto.js';
import { ApiVideo } from './dto/video.openapi.js';
import { VideoHandler } from './video.handler.js';

/** A video in, a prediction for each of some of its frames out. */
@ApiTags('predict')
@Controller('v1/models')
export class VideoController {
  constructor(
    private readonly models: ModelProvider,
    private readonly handler: VideoHandler,
  ) {}

  /** Predicts on frames of a video with the model's newest served version. */
  @Post(':model/predict/video')
  @HttpCode(200)
  @ApiVideo()
  predictVideo(
    @Param('model') model: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<VideoPredictionDto> {
    return this.answer(model, undefined, request, reply);
  }

  /** Predicts on frames of a video with one version of the model. */
  @Post(':model/versions/:version/predict/video')
  @HttpCode(200)
  @ApiVideo()
  predictVideoWithVersion(
    @Param('model') model: string,
    @Param('version') version: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<VideoPredictionDto> {
    return this.answer(model, version, request, reply);
  }

  private async answer(
    model: string,
    version: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<VideoPredictionDto> {
    const loaded = this.models.resolve(model, version);
    answerFormat(request.headers.accept, ['json']);
    return this.handler.handle(loaded, request, reply);
  }
}
