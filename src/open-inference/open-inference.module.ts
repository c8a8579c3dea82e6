import { Module } from '@nestjs/common';

import { ModelsModule } from '../models/models.module.js';
import { HistoryModule } from '../predictions/history/history.module.js';
import { PredictionsModule } from '../predictions/predictions.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { OpenInferenceFallbackController } from './fallback.controller.js';
import { InferController } from './infer.controller.js';
import { InferService } from './infer.service.js';
import { ModelDescriptions } from './model-descriptions.js';
import { ModelRepository } from './model-repository.js';
import { OpenInferenceController } from './open-inference.controller.js';
import { RepositoryController } from './repository.controller.js';
import { Sequences } from './sequence.js';
import { TensorInference } from './tensor-inference.js';

/** The Open Inference Protocol, version 2, below /v2; its health routes are in the health module. */
@Module({
  imports: [ModelsModule, HistoryModule, PredictionsModule, SessionsModule],
  controllers: [
    OpenInferenceController,
    InferController,
    RepositoryController,
    OpenInferenceFallbackController,
  ],
  providers: [InferService, ModelDescriptions, ModelRepository, Sequences, TensorInference],
  exports: [InferService, ModelDescriptions, ModelRepository],
})
export class OpenInferenceModule {}
