import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiTags } from '@nestjs/swagger';

import { AdminOnly } from '../../auth/admin-only.decorator.js';
import { ApiErrors } from '../../common/dto/api-errors.js';
import { AppError } from '../../common/errors.js';
import { ModelProvider } from '../../models/model-provider.js';
import { CacheWarmer } from './cache-warmer.js';
import { WarmCacheDto, WarmingDto } from './dto/warming.dto.js';

const DEFAULT_LIMIT = 100;

/** Puts answers into the cache before they are asked for: for administrators. */
@ApiTags('models')
@AdminOnly()
@Controller('v1/models')
export class WarmingController {
  constructor(
    private readonly models: ModelProvider,
    private readonly warmer: CacheWarmer,
  ) {}

  /** Runs the model's most frequent inputs of the last day through the versions that answer now, when nobody needs them. */
  @Post(':model/cache/warm')
  @HttpCode(202)
  @ApiAcceptedResponse({ type: WarmingDto, description: 'It is going to be done.' })
  @ApiErrors('UNAUTHORIZED', 'FORBIDDEN', 'MODEL_NOT_FOUND', 'MODEL_NOT_READY', 'VALIDATION_FAILED')
  warm(@Param('model') model: string, @Body() body: WarmCacheDto): WarmingDto {
    const { derived } = this.models.resolve(model);
    const { cache, history } = derived;
    const faults: string[] = [];
    if (!cache.enabled) faults.push(`the answers of model '${model}' are not cached`);
    if (history.storeInput !== 'reference') {
      faults.push(
        `the inputs of model '${model}' are not kept; 'history: {store_input: reference}' in its manifest keeps them`,
      );
    }
    if (faults.length > 0) throw new AppError('VALIDATION_FAILED', { faults });
    const limit = body?.limit ?? (cache.warm || DEFAULT_LIMIT);
    return { name: model, versions: this.warmer.ask(model, limit), limit };
  }
}
