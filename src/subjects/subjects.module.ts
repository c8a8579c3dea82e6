import { Module } from '@nestjs/common';

import { PredictionCacheModule } from '../cache/prediction-cache.module.js';
import { DatabaseModule } from '../database/database.module.js';
import { ModelsModule } from '../models/models.module.js';
import { HistoryModule } from '../predictions/history/history.module.js';
import { PredictionsModule } from '../predictions/predictions.module.js';
import { SubjectAnswers } from './subject-answers.js';
import { SubjectPanel } from './subject-panel.js';
import { SubjectStore } from './subject-store.js';
import { SubjectsController } from './subjects.controller.js';
import { SubjectsService } from './subjects.service.js';

@Module({
  imports: [DatabaseModule, ModelsModule, PredictionCacheModule, HistoryModule, PredictionsModule],
  controllers: [SubjectsController],
  providers: [SubjectAnswers, SubjectPanel, SubjectStore, SubjectsService],
})
export class SubjectsModule {}
