import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { AdminOnly } from '../auth/admin-only.decorator.js';
import { ApiErrors } from '../common/dto/api-errors.js';
import { ModelSummaryDto, ReloadDto } from './dto/model-info.dto.js';
import { ModelsService } from './models.service.js';

/** Changes what is served: for administrators. */
@ApiTags('models')
@AdminOnly()
@Controller('v1/models')
export class ModelAdminController {
  constructor(private readonly models: ModelsService) {}

  /** Loads a model that is new in the model folder, was unloaded, or has failed. Answers when it is ready. */
  @Post(':model/load')
  @HttpCode(200)
  @ApiErrors('UNAUTHORIZED', 'FORBIDDEN', 'MODEL_NOT_FOUND', 'MODEL_LOAD_FAILED')
  load(@Param('model') model: string): Promise<ModelSummaryDto> {
    return this.models.load(model);
  }

  /** Finishes what the model is asked already, ends its processes and returns their memory. */
  @Post(':model/unload')
  @HttpCode(200)
  @ApiErrors('UNAUTHORIZED', 'FORBIDDEN', 'MODEL_NOT_FOUND')
  unload(@Param('model') model: string): Promise<ModelSummaryDto> {
    return this.models.unload(model);
  }

  /**
   * Looks at the model's files again. What is new starts beside what serves, and takes over without a gap once it is
   * ready; when it cannot, what served before goes on and the error says why.
   */
  @Post(':model/reload')
  @HttpCode(200)
  @ApiErrors('UNAUTHORIZED', 'FORBIDDEN', 'MODEL_NOT_FOUND', 'MODEL_LOAD_FAILED')
  reload(@Param('model') model: string): Promise<ReloadDto> {
    return this.models.reload(model);
  }
}
