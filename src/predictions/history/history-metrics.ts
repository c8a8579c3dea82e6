import { Injectable } from '@nestjs/common';

import { DatabaseService } from '../../database/database.service.js';
import type { HistoryOutcome } from '../../metrics/metric-labels.js';
import { Metrics } from '../../metrics/metrics.js';
import { HistoryWriter } from './history-writer.js';
import { PartitionKeeper } from './partition-keeper.js';

const OUTCOMES: readonly HistoryOutcome[] = ['written', 'spilled', 'dropped'];

/** Shows the history and its connections in the metrics, as they are at each scrape. */
@Injectable()
export class HistoryMetrics {
  private readonly counted: Record<HistoryOutcome, number> = { written: 0, spilled: 0, dropped: 0 };

  constructor(metrics: Metrics, database: DatabaseService, writer: HistoryWriter, keeper: PartitionKeeper) {
    database.onWait((ms, isServed) => metrics.poolWait(ms / 1000, isServed));
    metrics.onScrape((gauges) => {
      const { stats } = writer;
      gauges.historyWaiting(stats.waiting);
      gauges.databasePool(database.pool);
      if (database.breakerState !== undefined) gauges.databaseBreaker(database.breakerState);
      gauges.historyPartitions(keeper.figures);
      for (const outcome of OUTCOMES) {
        // The writer counts by itself; a counter takes what was added since the last scrape.
        metrics.historyRows(outcome, stats[outcome] - this.counted[outcome]);
        this.counted[outcome] = stats[outcome];
      }
    });
  }
}
