import { Injectable, Logger } from '@nestjs/common';

import { Metrics } from '../metrics/metrics.js';
import type { ScrapeGauges } from '../metrics/scrape-gauges.js';
import type { GoldenReport } from './golden/golden-report.js';
import type { LoadedVersion } from './loaded-version.js';

/** Tells log and metrics what becomes of the versions. */
@Injectable()
export class VersionReporter {
  private readonly logger = new Logger('Models');

  constructor(private readonly metrics: Metrics) {}

  /** Called whenever the state of a version has changed. */
  report(version: LoadedVersion): void {
    const { name: model, version: number, task } = version.spec;
    const { state, reason, load } = version.status();
    if (state === 'ready' && load) {
      this.metrics.modelLoaded({ model, version: number }, (load.loadMs + load.warmupMs) / 1000);
      const sizeMb = Math.round(version.derived.sizeBytes / 104857.6) / 10;
      const { loadMs, warmupMs, rssMb } = load;
      const notes = [...version.derived.notes, ...load.notes];
      const facts = { model, version: number, task: task.kind, sizeMb, loadMs, warmupMs, rssMb, notes };
      this.logger.log('model ready', facts);
    } else if (state === 'failed') {
      this.logger.error('model failed', { model, version: number, reason });
    } else this.logger.debug(`model ${state}`, { model, version: number });
  }

  /** Called after the golden samples of a version have been run. */
  reportGolden(version: LoadedVersion, { failures, reason }: GoldenReport): void {
    if (failures.length === 0) return;
    const { name: model, version: number } = version.spec;
    this.metrics.goldenFailures({ model, version: number }, failures.length);
    this.logger.error('golden samples failed', { model, version: number, reason });
  }

  /** Fills in the gauges of the versions that are served. */
  readGauges(versions: readonly LoadedVersion[], gauges: ScrapeGauges): void {
    for (const version of versions) {
      const { name: model, version: number } = version.spec;
      const labels = { model, version: number };
      const { state, engine } = version.status();
      gauges.modelState({ ...labels, state });
      if (!engine) continue;
      gauges.queue(labels, { requests: engine.waiting, bytes: engine.waitingBytes });
      gauges.executorMemory(labels, engine.executors.reduce((sum, { rssMb }) => sum + rssMb, 0) * 1048576);
      for (const kind of ['idle', 'busy', 'starting'] as const) {
        const count = engine.executors.filter((each) => each.state === kind).length;
        gauges.executors({ ...labels, state: kind }, count);
      }
    }
  }
}
