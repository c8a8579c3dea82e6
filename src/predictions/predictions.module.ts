import { Module } from '@nestjs/common';

import { PredictionCacheModule } from '../cache/prediction-cache.module.js';
import { ModelsModule } from '../models/models.module.js';
import { HistoryMetrics } from './history/history-metrics.js';
import { HistoryModule } from './history/history.module.js';
import { PredictController } from './predict.controller.js';
import { PredictHandler } from './predict.handler.js';
import { PredictionService } from './prediction.service.js';
import { PredictionsController } from './predictions.controller.js';
import { VersionMirror } from './version-mirror.js';

@Module({
  imports: [ModelsModule, HistoryModule, PredictionCacheModule],
  controllers: [PredictController, PredictionsController],
  providers: [PredictionService, PredictHandler, VersionMirror, HistoryMetrics],
  exports: [PredictionService, VersionMirror],
})
export class PredictionsModule {}
