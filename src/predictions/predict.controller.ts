import { Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { ModelProvider } from '../models/model-provider.js';
import { answerFormat, answerFormats } from './accept.js';
import { PreprocessDebugDto } from './debug/preprocess-debug.dto.js';
import { PreprocessDebugHandler } from './debug/preprocess-debug.handler.js';
import { ApiPredict } from './dto/predict.openapi.js';
import { PredictionDto } from './dto/prediction.dto.js';
import { PredictionsDto } from './dto/predictions.dto.js';
import { PredictHandler } from './predict.handler.js';

/** The product's own route to a model: a picture or tensors in, labels out. */
@ApiTags('predict')
@Controller('v1/models')
export class PredictController {
  constructor(
    private readonly models: ModelProvider,
    private readonly handler: PredictHandler,
    private readonly debug: PreprocessDebugHandler,
  ) {}

  /** Predicts with the model's newest served version. */
  @Post(':model/predict')
  @HttpCode(200)
  @ApiPredict()
  predict(
    @Param('model') model: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PredictionDto | PredictionsDto | PreprocessDebugDto | Buffer> {
    return this.answer(model, undefined, request, reply);
  }

  /** Predicts with one version of the model. */
  @Post(':model/versions/:version/predict')
  @HttpCode(200)
  @ApiPredict()
  predictWithVersion(
    @Param('model') model: string,
    @Param('version') version: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PredictionDto | PredictionsDto | PreprocessDebugDto | Buffer> {
    return this.answer(model, version, request, reply);
  }

  private async answer(
    model: string,
    version: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<PredictionDto | PredictionsDto | PreprocessDebugDto | Buffer> {
    const loaded = this.models.resolve(model, version);
    if (this.debug.isAsked(request)) {
      const { body, headers } = await this.debug.handle(loaded, request, reply);
      void reply.headers(headers);
      return body;
    }
    const format = answerFormat(request.headers.accept, answerFormats(loaded.spec));
    const { body, headers } = await this.handler.handle(loaded, request, reply, format);
    void reply.headers(headers);
    return body;
  }
}
