import { Module } from '@nestjs/common';

import { DatabaseModule } from '../../database/database.module.js';
import { HistoryEraser } from './history-eraser.js';
import { HistoryQueries } from './history-queries.js';
import { HistoryWriter } from './history-writer.js';
import { PartitionKeeper } from './partition-keeper.js';
import { PredictionSink } from './prediction-sink.js';

/** The recorded predictions: writing them, reading them, and the partitions they lie in. */
@Module({
  imports: [DatabaseModule],
  providers: [PredictionSink, HistoryWriter, HistoryQueries, HistoryEraser, PartitionKeeper],
  exports: [HistoryWriter, HistoryQueries, HistoryEraser, PartitionKeeper],
})
export class HistoryModule {}
