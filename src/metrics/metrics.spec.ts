import { Metrics } from './metrics.js';

const model = { model: 'mnist', version: '1' };

/** Value of one series, or undefined when it is not there. */
function valueOf(text: string, series: string): number | undefined {
  const line = text.split('\n').find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

describe('Metrics', () => {
  let metrics: Metrics;

  beforeEach(() => {
    metrics = new Metrics();
  });

  it('counts and times a request by its route template', async () => {
    metrics.httpStarted();
    metrics.httpStarted();
    metrics.httpFinished({ method: 'GET', route: '/v1/models/:model', status: 200, seconds: 0.02 });
    const text = await metrics.scrape();
    const labels = 'method="GET",route="/v1/models/:model",status="200"';
    expect(valueOf(text, `sibyl_http_request_duration_seconds_count{${labels}}`)).toBe(1);
    expect(valueOf(text, `sibyl_http_request_duration_seconds_bucket{le="0.01",${labels}}`)).toBe(0);
    expect(valueOf(text, `sibyl_http_request_duration_seconds_bucket{le="0.025",${labels}}`)).toBe(1);
    expect(valueOf(text, 'sibyl_http_requests_in_flight')).toBe(1);
  });

  it('has the targets of the product as bucket edges', async () => {
    metrics.prediction({ ...model, outcome: 'ok' }, 0.1);
    const text = await metrics.scrape();
    for (const edge of ['0.005', '0.05', '0.15', '0.5', '0.8'])
      expect(text).toContain(`sibyl_prediction_duration_seconds_bucket{le="${edge}"`);
  });

  it('reads gauges at the scrape and forgets what is no longer reported', async () => {
    let isLoaded = true;
    metrics.onScrape((gauges) => {
      if (!isLoaded) return;
      gauges.queue(model, { requests: 3, bytes: 4096 });
      gauges.modelState({ ...model, state: 'ready' });
      gauges.databasePool({ total: 4, idle: 1, waiting: 0, max: 50, utilisation: 0.06 });
    });
    const loaded = await metrics.scrape();
    expect(valueOf(loaded, 'sibyl_queue_depth{model="mnist",version="1"}')).toBe(3);
    expect(valueOf(loaded, 'sibyl_queue_bytes{model="mnist",version="1"}')).toBe(4096);
    expect(valueOf(loaded, 'sibyl_model_state{model="mnist",version="1",state="ready"}')).toBe(1);
    expect(valueOf(loaded, 'sibyl_database_pool_connections{state="max"}')).toBe(50);
    isLoaded = false;
    expect(await metrics.scrape()).not.toContain('model="mnist"');
  });

  it('answers the rest when one reader fails, and counts the fault', async () => {
    metrics.onScrape(() => {
      throw new Error('gone');
    });
    metrics.onScrape((gauges) => gauges.historyWaiting(7));
    const text = await metrics.scrape();
    expect(valueOf(text, 'sibyl_history_waiting_rows')).toBe(7);
    expect(valueOf(text, 'sibyl_scrape_faults_total')).toBe(1);
  });

  it('gives every metric of its own a help text and the prefix', async () => {
    const text = await metrics.scrape();
    const types = [...text.matchAll(/^# TYPE (\S+)/gm)].map((match) => match[1]);
    expect(types.length).toBeGreaterThan(20);
    for (const name of types) {
      expect(name).toMatch(/^sibyl_/);
      expect(text).toMatch(new RegExp(`^# HELP ${name} \\S`, 'm'));
    }
  });

  it('exports the process and the event loop once it runs', async () => {
    metrics.onModuleInit();
    const text = await metrics.scrape();
    metrics.onModuleDestroy();
    expect(text).toContain('process_resident_memory_bytes ');
    expect(text).toContain('sibyl_event_loop_lag_seconds{quantile="0.99"}');
    expect(text).toContain('nodejs_gc_duration_seconds');
  });

  it('keeps two instances apart', async () => {
    metrics.rateLimited();
    expect(valueOf(await new Metrics().scrape(), 'sibyl_rate_limited_total')).toBe(0);
    expect(valueOf(await metrics.scrape(), 'sibyl_rate_limited_total')).toBe(1);
  });
});
