import { Module } from '@nestjs/common';

import { ConfigModule } from './config/config.module.js';
import { DatabaseModule } from './database/database.module.js';
import { GrpcModule } from './grpc/grpc.module.js';
import { HealthModule } from './health/health.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { ModelsModule } from './models/models.module.js';
import { OpenInferenceModule } from './open-inference/open-inference.module.js';
import { PagesModule } from './pages/pages.module.js';
import { PredictionsModule } from './predictions/predictions.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { SubjectsModule } from './subjects/subjects.module.js';
import { ThrottlingModule } from './throttling/throttling.module.js';

/** The whole server: imports only. */
@Module({
  imports: [
    ConfigModule,
    MetricsModule,
    DatabaseModule,
    ThrottlingModule,
    ModelsModule,
    PredictionsModule,
    SessionsModule,
    SubjectsModule,
    OpenInferenceModule,
    HealthModule,
    PagesModule,
    GrpcModule,
  ],
})
export class AppModule {}
