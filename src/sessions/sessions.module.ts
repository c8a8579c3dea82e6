import { Module } from '@nestjs/common';

import { PredictionCacheModule } from '../cache/prediction-cache.module.js';
import { DatabaseModule } from '../database/database.module.js';
import { ModelsModule } from '../models/models.module.js';
import { HistoryModule } from '../predictions/history/history.module.js';
import { PredictionsModule } from '../predictions/predictions.module.js';
import { SharedWindowModule } from '../throttling/shared-window.module.js';
import { DeferredActivity } from './deferred-activity.js';
import { SessionAllowance } from './session-allowance.js';
import { SessionCleanup } from './session-cleanup.js';
import { SessionDetectController } from './session-detect.controller.js';
import { SessionDetection } from './session-detection.js';
import { SessionTracks } from './tracking/session-tracks.js';
import { SessionCopies } from './session-copies.js';
import { SessionRateGuard } from './session-rate.guard.js';
import { SessionStore } from './session-store.js';
import { SessionTurns } from './session-turns.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';

@Module({
  imports: [
    DatabaseModule,
    ModelsModule,
    PredictionCacheModule,
    HistoryModule,
    PredictionsModule,
    SharedWindowModule,
  ],
  controllers: [SessionsController, SessionDetectController],
  providers: [
    DeferredActivity,
    SessionAllowance,
    SessionCleanup,
    SessionCopies,
    SessionDetection,
    SessionRateGuard,
    SessionStore,
    SessionTracks,
    SessionTurns,
    SessionsService,
  ],
  exports: [SessionsService],
})
export class SessionsModule {}
