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
import { InputKeeper } from './inputs/input-keeper.js';
import { InputsAgain } from './inputs/input-again.js';
import { StoredInputs } from './inputs/stored-inputs.js';
import { HistoryMetrics } from './history/history-metrics.js';
import { HistoryModule } from './history/history.module.js';
import { StorageModule } from '../storage/storage.module.js';
import { GenericDocument } from './openapi/generic-document.js';
import { ModelsDocument } from './openapi/models-document.js';
import { ModelsOpenApiController } from './openapi/models-openapi.controller.js';
import { PredictController } from './predict.controller.js';
import { PredictHandler } from './predict.handler.js';
import { MonthObjects } from './month-objects.js';
import { PredictionRecorder } from './prediction-recorder.js';
import { PredictionService } from './prediction.service.js';
import { PredictionsController } from './predictions.controller.js';
import { ReplayOne } from './replays/replay-one.js';
import { ReplayReports } from './replays/replay-report.js';
import { ReplaySource } from './replays/replay-source.js';
import { ReplayStore } from './replays/replay-store.js';
import { ReplayWorker } from './replays/replay-worker.js';
import { ReplaysController } from './replays/replays.controller.js';
import { ReplaysService } from './replays/replays.service.js';
import { ResultKeeper } from './results/result-keeper.js';
import { StoredResults } from './results/stored-results.js';
import { FfmpegTools } from './video/ffmpeg-tools.js';
import { VideoController } from './video/video.controller.js';
import { VideoHandler } from './video/video.handler.js';
import { VideoSpool } from './video/video-spool.js';
import { VideoService } from './video/video.service.js';
import { VersionMirror } from './version-mirror.js';
import { CacheWarmer } from './warming/cache-warmer.js';
import { FrequentInputs } from './warming/frequent-inputs.js';
import { WarmingController } from './warming/warming.controller.js';

@Module({
  imports: [ModelsModule, HistoryModule, PredictionCacheModule, StorageModule],
  controllers: [
    PredictController,
    BatchController,
    VideoController,
    PredictionsController,
    ModelsOpenApiController,
    FeedbackController,
    ReplaysController,
    WarmingController,
  ],
  providers: [
    PredictionService,
    PredictionRecorder,
    PredictHandler,
    BatchHandler,
    PreprocessDebugHandler,
    VideoHandler,
    VideoService,
    VideoSpool,
    FfmpegTools,
    VersionMirror,
    HistoryMetrics,
    GenericDocument,
    ModelsDocument,
    PredictionExport,
    InputKeeper,
    StoredInputs,
    InputsAgain,
    FrequentInputs,
    CacheWarmer,
    ResultKeeper,
    StoredResults,
    MonthObjects,
    ReplaysService,
    ReplaySource,
    ReplayStore,
    ReplayReports,
    ReplayOne,
    ReplayWorker,
    FeedbackService,
    FeedbackStore,
    AccuracyQueries,
  ],
  exports: [PredictHandler, PredictionService, VersionMirror, InputKeeper],
})
export class PredictionsModule {}
