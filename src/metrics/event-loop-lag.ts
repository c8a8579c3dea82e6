import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';

import { Gauge, type Registry } from 'prom-client';

const RESOLUTION_MS = 10;
/** Two scrapers must not empty the window for each other, so it is emptied by age and not by scrape. */
const WINDOW_MS = 15_000;
const QUANTILES = [0.5, 0.9, 0.99] as const;

/** How late timers fire, over the last seconds: 0 on an idle process. */
export class EventLoopLag {
  private readonly delay: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private windowStartMs = performance.now();

  constructor(registry: Registry) {
    const read = (gauge: Gauge<'quantile'>): void => this.read(gauge);
    // oxlint-disable-next-line no-new -- the gauge lives in the registry and reads itself at each scrape
    new Gauge({
      name: 'sibyl_event_loop_lag_seconds',
      help: 'How late timers of the HTTP process fire, by quantile over the last 15 to 30 seconds.',
      labelNames: ['quantile'],
      registers: [registry],
      collect() {
        read(this);
      },
    });
  }

  start(): void {
    this.delay.enable();
    this.windowStartMs = performance.now();
  }

  stop(): void {
    this.delay.disable();
  }

  private read(gauge: Gauge<'quantile'>): void {
    for (const quantile of QUANTILES)
      gauge.set({ quantile: String(quantile) }, toLagSeconds(this.delay.percentile(quantile * 100)));
    gauge.set({ quantile: '1' }, toLagSeconds(this.delay.count > 0 ? this.delay.max : 0));
    if (performance.now() - this.windowStartMs < WINDOW_MS) return;
    this.delay.reset();
    this.windowStartMs = performance.now();
  }
}

/** The histogram holds whole intervals between two firings, the resolution included. */
function toLagSeconds(intervalNs: number): number {
  return Math.max(0, intervalNs / 1e9 - RESOLUTION_MS / 1000);
}
