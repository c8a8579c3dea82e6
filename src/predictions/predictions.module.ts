import { Module } from '@nestjs/common';

import { PredictionCacheModule } from '../cache/prediction-cache.module.js';
import { ModelsModule } from '../models/models.module.js';
import { BatchController } from './batch/batch.controller.js';
import { BatchHandler } from './batch/batch.handler.js';
import { PreprocessDebugHandler } from './debug/preprocess-debug.handler.js';
import { PredictionExport } from './export/prediction-export.js';
import { AccuracyQueries } from './feedback/accuracy-queries.js';
import { FeedbackController } from './feedback/feedback.controller.js';
import { FeedbackService } from './feedback/feedback.service.js';
import { FeedbackStore } from './feedback/feedback-store.js';
import { HistoryMetrics } from './history/history-metrics.js';
import { HistoryModule } from './history/history.module.js';
import { PredictController } from './predict.controller.js';
import { PredictHandler } from './predict.handler.js';
import { PredictionService } from './prediction.service.js';
import { PredictionsController } from './predictions.controller.js';
import { FfmpegTools } from './video/ffmpeg-tools.js';
import { VideoController } from './video/video.controller.js';
import { VideoHandler } from './video/video.handler.js';
import { VideoSpool } from './video/video-spool.js';
import { VideoService } from './video/video.service.js';
import { VersionMirror } from './version-mirror.js';

@Module({
  imports: [ModelsModule, HistoryModule, PredictionCacheModule],
  controllers: [
    PredictController,
    BatchController,
    VideoController,
    PredictionsController,
    FeedbackController,
  ],
  providers: [
    PredictionService,
    PredictHandler,
    BatchHandler,
    PreprocessDebugHandler,
    VideoHandler,
    VideoService,
    VideoSpool,
    FfmpegTools,
    VersionMirror,
    HistoryMetrics,
    PredictionExport,
    FeedbackService,
    FeedbackStore,
    AccuracyQueries,
  ],
  exports: [PredictHandler, PredictionService, VersionMirror],
})
export class PredictionsModule {}
