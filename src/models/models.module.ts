import { Module } from '@nestjs/common';

import { PredictionCacheModule } from '../cache/prediction-cache.module.js';
import { EngineFactory } from './engine.factory.js';
import { ModelProvider } from './model-provider.js';
import { ManifestSchemaController } from './manifest-schema.controller.js';
import { ModelsController } from './models.controller.js';
import { ModelsService } from './models.service.js';

/** The only module that lists ModelProvider: a second host would be a second set of executors. */
@Module({
  imports: [PredictionCacheModule],
  controllers: [ModelsController, ManifestSchemaController],
  providers: [EngineFactory, ModelProvider, ModelsService],
  exports: [ModelProvider],
})
export class ModelsModule {}
