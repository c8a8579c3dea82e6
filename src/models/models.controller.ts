import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { ApiErrors } from '../common/dto/api-errors.js';
import { ModelInfoDto, ModelListDto } from './dto/model-info.dto.js';
import { ModelStatusDto } from './dto/model-status.dto.js';
import { ModelsService } from './models.service.js';

@ApiTags('models')
@Controller('v1/models')
export class ModelsController {
  constructor(private readonly models: ModelsService) {}

  /** Every model of the model folder with its state, and what was skipped and why. */
  @Get()
  @ApiErrors()
  list(): ModelListDto {
    return this.models.list();
  }

  /** What a model is: tensors, labels, and each value of its manifest with where it comes from. */
  @Get(':model')
  @ApiErrors('MODEL_NOT_FOUND')
  info(@Param('model') model: string): ModelInfoDto {
    return this.models.info(model);
  }

  /** What a model does now: processes, queue, database pool, cache. */
  @Get(':model/status')
  @ApiErrors('MODEL_NOT_FOUND')
  status(@Param('model') model: string): ModelStatusDto {
    return this.models.status(model);
  }
}
