import { Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { ModelProvider } from '../../models/model-provider.js';
import { answerFormat } from '../accept.js';
import { PredictionsDto } from '../dto/predictions.dto.js';
import { BatchHandler } from './batch.handler.js';
import { ApiBatch } from './dto/batch.openapi.js';

/** Many inputs in, an answer or an error for each out. */
@ApiTags('predict')
@Controller('v1/models')
export class BatchController {
  constructor(
    private readonly models: ModelProvider,
    private readonly handler: BatchHandler,
  ) {}

  /** Predicts on many inputs with the model's newest served version. */
  @Post(':model/predict/batch')
  @HttpCode(200)
  @ApiBatch()
  predictBatch(
    @Param('model') model: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PredictionsDto> {
    return this.answer(model, undefined, request, reply);
  }

  /** Predicts on many inputs with one version of the model. */
  @Post(':model/versions/:version/predict/batch')
  @HttpCode(200)
  @ApiBatch()
  predictBatchWithVersion(
    @Param('model') model: string,
    @Param('version') version: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PredictionsDto> {
    return this.answer(model, version, request, reply);
  }

  private async answer(
    model: string,
    version: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<PredictionsDto> {
    const loaded = this.models.resolve(model, version);
    answerFormat(request.headers.accept, ['json']);
    return this.handler.handle(loaded, request, reply);
  }
}
