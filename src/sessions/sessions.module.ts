import { Module } from '@nestjs/common';

import { SharedTopicsModule } from '../cache/shared-topics.module.js';
import { PredictionCacheModule } from '../cache/prediction-cache.module.js';
import { DatabaseModule } from '../database/database.module.js';
import { ModelsModule } from '../models/models.module.js';
import { HistoryModule } from '../predictions/history/history.module.js';
import { PredictionsModule } from '../predictions/predictions.module.js';
import { SharedWindowModule } from '../throttling/shared-window.module.js';
import { DeferredActivity } from './deferred-activity.js';
import { FeedWatch } from './feed/feed-watch.js';
import { SessionEventsController } from './feed/session-events.controller.js';
import { SessionFeed } from './feed/session-feed.js';
import { LiveConnections } from './live/live-connections.js';
import { FrameDetection } from './stream/frame-detection.js';
import { SessionStreamController } from './stream/session-stream.controller.js';
import { SessionAllowance } from './session-allowance.js';
import { SessionCleanup } from './session-cleanup.js';
import { SessionDetectController } from './session-detect.controller.js';
import { SessionDetection } from './session-detection.js';
import { SessionTracks } from './tracking/session-tracks.js';
import { SessionCopies } from './copies/session-copies.js';
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
    SharedTopicsModule,
  ],
  controllers: [
    SessionsController,
    SessionDetectController,
    SessionEventsController,
    SessionStreamController,
  ],
  providers: [
    DeferredActivity,
    FeedWatch,
    FrameDetection,
    LiveConnections,
    SessionAllowance,
    SessionCleanup,
    SessionCopies,
    SessionDetection,
    SessionFeed,
    SessionRateGuard,
    SessionStore,
    SessionTracks,
    SessionTurns,
    SessionsService,
  ],
  exports: [SessionsService],
})
export class SessionsModule {}
