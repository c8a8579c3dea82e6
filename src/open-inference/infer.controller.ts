import { Readable } from 'node:stream';

import { Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { ModelProvider } from '../models/model-provider.js';
import { clientGone } from '../predictions/input/client-gone.js';
import { answerCoding, pack } from './codec/content-coding.js';
import { HEADER_LENGTH } from './codec/header-length.js';
import { type AnswerBody, writeInferAnswer } from './codec/infer-response.js';
import { ApiInfer } from './dto/infer.openapi.js';
import { InferService } from './infer.service.js';

/** A larger answer goes out piece by piece, without being put together first. */
const MAX_JOINED_BYTES = 65_536;

/** The protocol's own route to a model. */
@ApiTags('open-inference')
@Controller('v2/models')
export class InferController {
  constructor(
    private readonly models: ModelProvider,
    private readonly inference: InferService,
  ) {}

  /** Runs a model's newest ready version on tensors, or on picture files. */
  @Post(':model/infer')
  @HttpCode(200)
  @ApiInfer()
  infer(
    @Param('model') model: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer | Readable> {
    return this.answer(model, undefined, request, reply);
  }

  /** Runs one version on tensors, or on picture files. */
  @Post(':model/versions/:version/infer')
  @HttpCode(200)
  @ApiInfer()
  inferWithVersion(
    @Param('model') model: string,
    @Param('version') version: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer | Readable> {
    return this.answer(model, version, request, reply);
  }

  private async answer(
    model: string,
    version: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Buffer | Readable> {
    const loaded = this.models.resolve(model, version);
    const body = request.body instanceof Uint8Array ? request.body : new Uint8Array(0);
    const { answer, timingsMs } = await this.inference.infer(loaded, body, {
      headers: request.headers,
      requestId: request.id,
      signal: clientGone(reply.raw),
    });
    const stages = Object.entries(timingsMs).map(([stage, ms]) => `${stage};dur=${ms.toFixed(2)}`);
    void reply.header('server-timing', stages.join(', '));
    return send(writeInferAnswer(answer), request, reply);
  }
}

async function send(
  { pieces, bytes, headerLength }: AnswerBody,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Buffer | Readable> {
  void reply.type(headerLength === null ? 'application/json' : 'application/octet-stream');
  if (headerLength !== null) void reply.header(HEADER_LENGTH, headerLength);
  const coding = answerCoding(request.headers['accept-encoding'], bytes, headerLength !== null);
  if (coding) {
    // Beside `Origin`, where pages of other origins may ask.
    const vary = [reply.getHeader('vary') ?? [], 'accept-encoding'].flat().join(', ');
    void reply.headers({ 'content-encoding': coding, vary });
    return pack(Buffer.concat(pieces, bytes), coding);
  }
  if (bytes <= MAX_JOINED_BYTES) return Buffer.concat(pieces, bytes);
  void reply.header('content-length', bytes);
  return Readable.from(pieces, { objectMode: false, highWaterMark: bytes });
}
