import { Injectable } from '@nestjs/common';

import { AppError } from '../common/errors.js';
import { VERSION } from '../config/version.js';
import type { LoadedVersion } from '../models/loaded-version.js';
import { ModelProvider } from '../models/model-provider.js';
import type { ModelConfigDto, ModelMetadataDto, StatisticsDto } from './dto/model.dto.js';
import { EXTENSIONS, type ModelReadyDto, type ServerMetadataDto } from './dto/server.dto.js';
import { configOf, metadataOf, statisticsOf } from './model-description.js';

/** What the protocol tells of the server and its models, whichever way it is asked. */
@Injectable()
export class ModelDescriptions {
  constructor(private readonly models: ModelProvider) {}

  server(): ServerMetadataDto {
    return { name: 'sibyl', version: VERSION, extensions: [...EXTENSIONS] };
  }

  /** @throws AppError MODEL_NOT_FOUND, VERSION_NOT_FOUND, MODEL_NOT_READY */
  metadata(model: string, version?: string): ModelMetadataDto {
    const loaded = this.models.resolve(model, version);
    if (version !== undefined) return metadataOf(loaded, [loaded.spec.version]);
    const ready = this.models.get(model).versions.filter(({ takesRequests }) => takesRequests);
    return metadataOf(
      loaded,
      ready.map(({ spec }) => spec.version),
    );
  }

  /** @throws AppError MODEL_NOT_FOUND, VERSION_NOT_FOUND, MODEL_NOT_READY with the reason */
  ready(model: string, version?: string): ModelReadyDto {
    return readiness(this.models.resolve(model, version));
  }

  /** @throws AppError MODEL_NOT_FOUND, VERSION_NOT_FOUND, MODEL_NOT_READY */
  config(model: string, version?: string): ModelConfigDto {
    return configOf(this.models.resolve(model, version));
  }

  /**
   * @param model every model when left out
   * @throws AppError MODEL_NOT_FOUND, VERSION_NOT_FOUND, MODEL_NOT_READY
   */
  statistics(model?: string, version?: string): StatisticsDto {
    if (model === undefined) return { model_stats: this.models.versions().map(statisticsOf) };
    if (version !== undefined) return { model_stats: [statisticsOf(this.models.resolve(model, version))] };
    return { model_stats: this.models.get(model).versions.map(statisticsOf) };
  }
}

function readiness(version: LoadedVersion): ModelReadyDto {
  const { spec, state, reason } = version;
  if (version.takesRequests) return { name: spec.name, ready: true };
  throw new AppError(
    'MODEL_NOT_READY',
    { model: spec.name, version: spec.version, state, ...(reason === null ? {} : { reason }) },
    { retryAfterSeconds: 1 },
  );
}
