import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { VERSION } from '../config/version.js';
import { ModelProvider } from '../models/model-provider.js';
import { AppError } from '../common/errors.js';
import type { LoadedVersion } from '../models/loaded-version.js';
import { ModelConfigDto, ModelMetadataDto, StatisticsDto } from './dto/model.dto.js';
import { ApiOpenInferenceErrors } from './dto/open-inference-errors.decorator.js';
import { EXTENSIONS, ModelNamesDto, ModelReadyDto, ServerMetadataDto } from './dto/server.dto.js';
import { configOf, metadataOf, statisticsOf } from './model-description.js';

/** What the Open Inference Protocol tells of the server and its models. */
@ApiTags('open-inference')
@Controller('v2')
export class OpenInferenceController {
  constructor(private readonly models: ModelProvider) {}

  /** What the server is, and which extensions of the protocol it has. */
  @Get()
  @ApiOpenInferenceErrors()
  server(): ServerMetadataDto {
    return { name: 'sibyl', version: VERSION, extensions: [...EXTENSIONS] };
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
    return { model_stats: this.models.versions().map(statisticsOf) };
  }

  /** Tensors of a model's newest ready version. */
  @Get('models/:model')
  @ApiOpenInferenceErrors('MODEL_NOT_FOUND', 'MODEL_NOT_READY')
  metadata(@Param('model') model: string): ModelMetadataDto {
    const ready = this.models.get(model).versions.filter(({ state }) => state === 'ready');
    return metadataOf(
      this.models.resolve(model),
      ready.map(({ spec }) => spec.version),
    );
  }

  /** Tensors of one version. */
  @Get('models/:model/versions/:version')
  @ApiOpenInferenceErrors('MODEL_NOT_FOUND', 'VERSION_NOT_FOUND', 'MODEL_NOT_READY')
  versionMetadata(@Param('model') model: string, @Param('version') version: string): ModelMetadataDto {
    const loaded = this.models.resolve(model, version);
    return metadataOf(loaded, [loaded.spec.version]);
  }

  /** Whether the model takes requests: 200, or 503 with the reason. */
  @Get('models/:model/ready')
  @ApiOpenInferenceErrors('MODEL_NOT_FOUND', 'MODEL_NOT_READY')
  ready(@Param('model') model: string): ModelReadyDto {
    return readiness(this.models.resolve(model));
  }

  /** Whether one version takes requests: 200, or 503 with the reason. */
  @Get('models/:model/versions/:version/ready')
  @ApiOpenInferenceErrors('MODEL_NOT_FOUND', 'VERSION_NOT_FOUND', 'MODEL_NOT_READY')
  versionReady(@Param('model') model: string, @Param('version') version: string): ModelReadyDto {
    return readiness(this.models.resolve(model, version));
  }

  /** The configuration of a model as Triton's tools read it. */
  @Get('models/:model/config')
  @ApiOpenInferenceErrors('MODEL_NOT_FOUND', 'MODEL_NOT_READY')
  config(@Param('model') model: string): ModelConfigDto {
    return configOf(this.models.resolve(model));
  }

  /** The configuration of one version. */
  @Get('models/:model/versions/:version/config')
  @ApiOpenInferenceErrors('MODEL_NOT_FOUND', 'VERSION_NOT_FOUND', 'MODEL_NOT_READY')
  versionConfig(@Param('model') model: string, @Param('version') version: string): ModelConfigDto {
    return configOf(this.models.resolve(model, version));
  }

  /** What the versions of a model have done since they were loaded. */
  @Get('models/:model/stats')
  @ApiOpenInferenceErrors('MODEL_NOT_FOUND')
  statistics(@Param('model') model: string): StatisticsDto {
    return { model_stats: this.models.get(model).versions.map(statisticsOf) };
  }

  /** What one version has done since it was loaded. */
  @Get('models/:model/versions/:version/stats')
  @ApiOpenInferenceErrors('MODEL_NOT_FOUND', 'VERSION_NOT_FOUND', 'MODEL_NOT_READY')
  versionStatistics(@Param('model') model: string, @Param('version') version: string): StatisticsDto {
    return { model_stats: [statisticsOf(this.models.resolve(model, version))] };
  }
}

function readiness({ spec, state, reason }: LoadedVersion): ModelReadyDto {
  if (state === 'ready') return { name: spec.name, ready: true };
  throw new AppError(
    'MODEL_NOT_READY',
    { model: spec.name, version: spec.version, state, ...(reason === null ? {} : { reason }) },
    { retryAfterSeconds: 1 },
  );
}
