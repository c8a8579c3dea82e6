import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';

import { PredictionCacheModule } from '../cache/prediction-cache.module.js';
import { ModelsModule } from '../models/models.module.js';
import { StorageModule } from '../storage/storage.module.js';
import { CacheHealth } from './cache.health.js';
import { DatabaseHealth } from './database.health.js';
import { Drain } from './drain.js';
import { HealthController } from './health.controller.js';
import { ModelsHealth } from './models.health.js';
import { OpenInferenceHealthController } from './open-inference-health.controller.js';
import { ServerReadiness } from './server-readiness.js';
import { StorageHealth } from './storage.health.js';

@Module({
  imports: [TerminusModule.forRoot({ logger: false }), ModelsModule, PredictionCacheModule, StorageModule],
  controllers: [HealthController, OpenInferenceHealthController],
  providers: [ModelsHealth, DatabaseHealth, CacheHealth, StorageHealth, Drain, ServerReadiness],
  exports: [Drain, ServerReadiness],
})
export class HealthModule {}
