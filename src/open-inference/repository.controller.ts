import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

import { AdminOnly } from '../auth/admin-only.decorator.js';
import { AppError } from '../common/errors.js';
import { assertShallow } from '../common/json-depth.js';
import { readParameters } from './codec/wire-fields.js';
import { IndexRequestDto } from './dto/infer.dto.js';
import { IndexItemDto } from './dto/model.dto.js';
import { ApiOpenInferenceErrors } from './dto/open-inference-errors.decorator.js';
import { ModelRepository } from './model-repository.js';

/** The model repository extension of the protocol. */
@ApiTags('open-inference')
@Controller('v2/repository')
export class RepositoryController {
  constructor(private readonly repository: ModelRepository) {}

  /** Every version of every model with its state; the body may be empty. */
  @Post('index')
  @HttpCode(200)
  @ApiBody({ type: IndexRequestDto, required: false })
  @ApiOkResponse({ type: [IndexItemDto] })
  @ApiOpenInferenceErrors('MALFORMED_BODY', 'VALIDATION_FAILED')
  index(@Req() request: FastifyRequest): IndexItemDto[] {
    const { ready } = readObject(request.body);
    if (ready !== undefined && ready !== null && typeof ready !== 'boolean')
      throw new AppError('VALIDATION_FAILED', { faults: ["'ready' must be true or false"] });
    return this.repository.index(ready ?? false);
  }

  /** Loads a model; what has changed in the folder of a ready one takes over without a gap. */
  @Post('models/:model/load')
  @HttpCode(200)
  @AdminOnly()
  @ApiOkResponse({ description: 'It is ready.' })
  @ApiOpenInferenceErrors(
    'MALFORMED_BODY',
    'VALIDATION_FAILED',
    'UNAUTHORIZED',
    'FORBIDDEN',
    'MODEL_NOT_FOUND',
    'MODEL_LOAD_FAILED',
    'NOT_SUPPORTED',
  )
  async load(@Param('model') model: string, @Req() request: FastifyRequest): Promise<void> {
    const { parameters } = readObject(request.body);
    await this.repository.load(model, Object.keys(readParameters(parameters, 'parameters')));
  }

  /** Finishes what a model has begun and returns its memory; it stays unloaded until it is loaded again. */
  @Post('models/:model/unload')
  @HttpCode(200)
  @AdminOnly()
  @ApiOkResponse({ description: 'It is unloaded.' })
  @ApiOpenInferenceErrors('UNAUTHORIZED', 'FORBIDDEN', 'MODEL_NOT_FOUND')
  async unload(@Param('model') model: string): Promise<void> {
    await this.repository.unload(model);
  }
}

/** A body that may be empty. @throws AppError MALFORMED_BODY */
function readObject(body: unknown): Record<string, unknown> {
  const text = body instanceof Uint8Array ? Buffer.from(body).toString('utf8').trim() : '';
  if (text === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AppError('MALFORMED_BODY', { reason: `it is not valid JSON (${(error as Error).message})` });
  }
  assertShallow(value);
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new AppError('MALFORMED_BODY', { reason: 'it is not a JSON object' });
}
