import { Controller, Delete, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { AdminOnly } from '../auth/admin-only.decorator.js';
import { CacheEraser } from '../cache/cache-eraser.js';
import { ApiErrors } from '../common/dto/api-errors.js';
import { CachedAnswersQuery, ErasedAnswersDto } from './dto/cached-answers.dto.js';
import { ModelProvider } from './model-provider.js';

/** What the cache keeps of a model: for administrators. */
@ApiTags('models')
@AdminOnly()
@Controller('v1/models')
export class CachedAnswersController {
  constructor(
    private readonly models: ModelProvider,
    private readonly eraser: CacheEraser,
  ) {}

  /** Takes a model's answers out of the cache. Other instances may give one from their memory for 30 more seconds. */
  @Delete(':model/cache')
  @ApiErrors('UNAUTHORIZED', 'FORBIDDEN', 'MODEL_NOT_FOUND', 'VALIDATION_FAILED')
  async erase(
    @Param('model') model: string,
    @Query() { version, digest }: CachedAnswersQuery,
  ): Promise<ErasedAnswersDto> {
    const { name } = this.models.get(model);
    const { removed, isComplete } = await this.eraser.erase({ name, version, digest });
    return { name, removed, complete: isComplete };
  }
}
