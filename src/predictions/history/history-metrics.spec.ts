import type { DatabaseService } from '../../database/database.service.js';
import { Metrics } from '../../metrics/metrics.js';
import { HistoryMetrics } from './history-metrics.js';
import type { HistoryWriter } from './history-writer.js';
import type { PartitionKeeper } from './partition-keeper.js';

describe('HistoryMetrics', () => {
  it('shows rows, waiting rows and connections, and counts no row twice', async () => {
    const stats = { waiting: 3, written: 10, spilled: 2, dropped: 0 };
    const pool = { total: 5, idle: 4, waiting: 1, max: 50, utilisation: 0.02 };
    const metrics = new Metrics();
    const waited: ((ms: number, isServed: boolean) => void)[] = [];
    const onWait = (listener: (typeof waited)[number]) => waited.push(listener);
    // oxlint-disable-next-line no-new -- it registers itself with the metrics
    new HistoryMetrics(
      metrics,
      { pool, onWait, breakerState: 2 } as unknown as DatabaseService,
      { stats } as unknown as HistoryWriter,
      { figures: { months: 2, strays: 7 } } as unknown as PartitionKeeper,
    );
    await metrics.scrape();
    waited[0]?.(40, true);
    waited[0]?.(5000, false);
    Object.assign(stats, { waiting: 0, written: 13 });
    const lines = (await metrics.scrape())
      .split('\n')
      .filter((line) => /^sibyl_(history|database)/.test(line) && !line.includes('_bucket'));
    expect(lines.toSorted()).toEqual([
      'sibyl_database_breaker_state 2',
      'sibyl_database_pool_connections{state="idle"} 4',
      'sibyl_database_pool_connections{state="max"} 50',
      'sibyl_database_pool_connections{state="total"} 5',
      'sibyl_database_pool_connections{state="waiting"} 1',
      'sibyl_database_pool_utilisation_ratio 0.02',
      'sibyl_database_pool_wait_seconds_count{outcome="refused"} 1',
      'sibyl_database_pool_wait_seconds_count{outcome="served"} 1',
      'sibyl_database_pool_wait_seconds_sum{outcome="refused"} 5',
      'sibyl_database_pool_wait_seconds_sum{outcome="served"} 0.04',
      'sibyl_history_partitions 2',
      'sibyl_history_rows_total{outcome="dropped"} 0',
      'sibyl_history_rows_total{outcome="spilled"} 2',
      'sibyl_history_rows_total{outcome="written"} 13',
      'sibyl_history_stray_rows 7',
      'sibyl_history_waiting_rows 0',
    ]);
  });
});
