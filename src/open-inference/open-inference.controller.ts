import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { ModelProvider } from '../models/model-provider.js';
import { ModelConfigDto, ModelMetadataDto, StatisticsDto } from './dto/model.dto.js';
import { ApiOpenInferenceErrors } from './dto/open-inference-errors.decorator.js';
import { ModelNamesDto, ModelReadyDto, ServerMetadataDto } from './dto/server.dto.js';
import { ModelDescriptions } from './model-descriptions.js';

/** What the Open Inference Protocol tells of the server and its models. */
@ApiTags('open-inference')
@Controller('v2')
export class OpenInferenceController {
  constructor(
    private readonly models: ModelProvider,
    private readonly descriptions: ModelDescriptions,
  ) {}

  /** What the server is, and which extensions of the protocol it has. */
  @Get()
  @ApiOpenInferenceErrors()
  server(): ServerMetadataDto {
    return this.descriptions.server();
  }

  /** Names of the models. */
  @Get('models')
  @ApiOpenInferenceErrors()
  list(): ModelNamesDto {
    return { models: this.models.list().map(({ name }) => name) };
  }

  /** What every version of every model has done since it was loaded. */
  @Get('models/stats')
  @ApiOpenInferenceErrors()
  allStatistics(): StatisticsDto {
    return this.descriptions.statistics();
  }

  /** Tensors of a model's newest ready version. */
  @Get('models/:model')
  @ApiOpenInferenceErrors('MODEL_NOT_FOUND', 'MODEL_NOT_READY')
  metadata(@Param('model') model: string): ModelMetadataDto {
    return this.descriptions.metadata(model);
  }

  /** Tensors of one version. */
  @Get('models/:model/versions/:version')
  @ApiOpenInferenceErrors('MODEL_NOT_FOUND', 'VERSION_NOT_FOUND', 'MODEL_NOT_READY')
  versionMetadata(@Param('model') model: string, @Param('version') version: string): ModelMetadataDto {
    return this.descriptions.metadata(model, version);
  }

  /** Whether the model takes requests: 200, or 503 with the reason. */
  @Get('models/:model/ready')
  @ApiOpenInferenceErrors('MODEL_NOT_FOUND', 'MODEL_NOT_READY')
  ready(@Param('model') model: string): ModelReadyDto {
    return this.descriptions.ready(model);
  }

  /** Whether one version takes requests: 200, or 503 with the reason. */
  @Get('models/:model/versions/:version/ready')
  @ApiOpenInferenceErrors('MODEL_NOT_FOUND', 'VERSION_NOT_FOUND', 'MODEL_NOT_READY')
  versionReady(@Param('model') model: string, @Param('version') version: string): ModelReadyDto {
    return this.descriptions.ready(model, version);
  }

  /** The configuration of a model as Triton's tools read it. */
  @Get('models/:model/config')
  @ApiOpenInferenceErrors('MODEL_NOT_FOUND', 'MODEL_NOT_READY')
  config(@Param('model') model: string): ModelConfigDto {
    return this.descriptions.config(model);
  }

  /** The configuration of one version. */
  @Get('models/:model/versions/:version/config')
  @ApiOpenInferenceErrors('MODEL_NOT_FOUND', 'VERSION_NOT_FOUND', 'MODEL_NOT_READY')
  versionConfig(@Param('model') model: string, @Param('version') version: string): ModelConfigDto {
    return this.descriptions.config(model, version);
  }

  /** What the versions of a model have done since they were loaded. */
  @Get('models/:model/stats')
  @ApiOpenInferenceErrors('MODEL_NOT_FOUND')
  statistics(@Param('model') model: string): StatisticsDto {
    return this.descriptions.statistics(model);
  }

  /** What one version has done since it was loaded. */
  @Get('models/:model/versions/:version/stats')
  @ApiOpenInferenceErrors('MODEL_NOT_FOUND', 'VERSION_NOT_FOUND', 'MODEL_NOT_READY')
  versionStatistics(@Param('model') model: string, @Param('version') version: string): StatisticsDto {
    return this.descriptions.statistics(model, version);
  }
}
