import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';

import { PredictionCacheModule } from '../cache/prediction-cache.module.js';
import { ModelsModule } from '../models/models.module.js';
import { CacheHealth } from './cache.health.js';
import { DatabaseHealth } from './database.health.js';
import { Drain } from './drain.js';
import { HealthController } from './health.controller.js';
import { ModelsHealth } from './models.health.js';
import { OpenInferenceHealthController } from './open-inference-health.controller.js';
import { ServerReadiness } from './server-readiness.js';

@Module({
  imports: [TerminusModule.forRoot({ logger: false }), ModelsModule, PredictionCacheModule],
  controllers: [HealthController, OpenInferenceHealthController],
  providers: [ModelsHealth, DatabaseHealth, CacheHealth, Drain, ServerReadiness],
  exports: [Drain, ServerReadiness],
})
export class HealthModule {}
