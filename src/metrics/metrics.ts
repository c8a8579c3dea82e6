import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

import { CacheWork } from './cache-work.js';
import { EventLoopLag } from './event-loop-lag.js';
import {
  BATCH_SIZE_BUCKETS,
  FAST_SECONDS_BUCKETS,
  LOAD_SECONDS_BUCKETS,
  SECONDS_BUCKETS,
} from './metric-buckets.js';
import type {
  CacheOperation,
  CacheResult,
  HistoryOutcome,
  ModelLabels,
  PredictionOutcome,
  ReloadOutcome,
  Stage,
  StorageOperation,
  StoredObjectOutcome,
} from './metric-labels.js';
import { ScrapeGauges } from './scrape-gauges.js';

/** Reads the state of another object into gauges, each time that the metrics are scraped. Must not throw or wait. */
export type ScrapeReader = (gauges: ScrapeGauges) => void;

/**
 * Everything that is measured, by typed calls. Counters and histograms are fed as things happen; gauges mirror the
 * state of other objects, which register a reader with {@link onScrape}.
 *
 * @see https://prometheus.io/docs/practices/naming/ for the names
 */
@Injectable()
export class Metrics implements OnModuleInit, OnModuleDestroy {
  private readonly registry = new Registry();
  /** What the cache does beside answering requests in their turn. */
  readonly cacheWork = new CacheWork(this.registry);
  private readonly registers = [this.registry];
  private readonly gauges = new ScrapeGauges(this.registry);
  private readonly readers: ScrapeReader[] = [];
  private readonly eventLoopLag = new EventLoopLag(this.registry);

  private readonly httpSeconds = this.histogram(
    'http_request_duration_seconds',
    'Time from the first byte of a request to the last of its answer.',
    ['method', 'route', 'status'],
    SECONDS_BUCKETS,
  );
  private readonly grpcSeconds = this.histogram(
    'grpc_request_duration_seconds',
    'Time from the headers of a gRPC call to its status; of a stream, of each of its requests until it is ready to be sent.',
    ['method', 'code'],
    SECONDS_BUCKETS,
  );
  private readonly predictionSeconds = this.histogram(
    'prediction_duration_seconds',
    'Time of one prediction inside the server, waiting and cache included.',
    ['model', 'version', 'outcome'],
    SECONDS_BUCKETS,
  );
  private readonly stageSeconds = this.histogram(
    'stage_duration_seconds',
    'Time of one stage of a prediction.',
    ['model', 'version', 'stage'],
    SECONDS_BUCKETS,
  );
  private readonly batchSize = this.histogram(
    'batch_size',
    'Requests that one run of a model answered together.',
    ['model', 'version'],
    BATCH_SIZE_BUCKETS,
  );
  private readonly loadSeconds = this.histogram(
    'model_load_seconds',
    'Time from the start of the first executor of a version until it takes requests.',
    ['model', 'version'],
    LOAD_SECONDS_BUCKETS,
  );
  private readonly reloads = this.counter(
    'model_reloads_total',
    "Looks at a model's files after the start, by what became of them.",
    ['model', 'outcome'],
  );
  private readonly restarts = this.counter(
    'executor_restarts_total',
    'Executor processes that were replaced, by reason.',
    ['model', 'version', 'reason'],
  );
  private readonly goldenFailuresTotal = this.counter(
    'golden_failures_total',
    'Golden samples that a version answered wrongly.',
    ['model', 'version'],
  );
  private readonly cacheRequests = this.counter(
    'cache_requests_total',
    'Predictions by the part that the cache had in them.',
    ['result'],
  );
  private readonly cacheSeconds = this.histogram(
    'cache_operation_seconds',
    'Time of one operation of the shared cache, answered or given up.',
    ['operation'],
    FAST_SECONDS_BUCKETS,
  );
  private readonly historyRowsTotal = this.counter(
    'history_rows_total',
    'Predictions for the history by what became of them.',
    ['outcome'],
  );
  private readonly poolWaitSeconds = this.histogram(
    'database_pool_wait_seconds',
    'Time that callers waited for a connection of the database pool.',
    ['outcome'],
    SECONDS_BUCKETS,
  );
  private readonly storageSeconds = this.histogram(
    'storage_operation_seconds',
    'Time of one operation of the store of uploads and results, answered or given up.',
    ['operation', 'outcome'],
    SECONDS_BUCKETS,
  );
  private readonly storedObjectsTotal = this.counter(
    'storage_objects_total',
    'Uploads and drawn results that were to be kept, by what became of them.',
    ['kind', 'outcome'],
  );
  private readonly rateLimitedTotal = this.counter(
    'rate_limited_total',
    'Requests over their allowance.',
    [],
  );
  private readonly comparedTotal = this.counter(
    'version_compared_total',
    'Answers of a candidate that were compared with the ones of the baseline.',
    ['model', 'baseline', 'candidate'],
  );
  private readonly disagreementTotal = this.counter(
    'version_disagreement_total',
    'Answers of a candidate that differ from the ones of the baseline.',
    ['model', 'baseline', 'candidate'],
  );
  private readonly comparisonsDroppedTotal = this.counter(
    'version_comparisons_dropped_total',
    'Comparisons that were left out because a version was busy or not ready.',
    ['model', 'version'],
  );
  private readonly guardRollbacks = this.counter(
    'guard_rollbacks_total',
    'Candidates that the guard has withdrawn.',
    ['model', 'version'],
  );
  private readonly scrapeFaults = this.counter(
    'scrape_faults_total',
    'Gauge readers that failed during a scrape; their gauges are missing from it.',
    [],
  );

  onModuleInit(): void {
    collectDefaultMetrics({ register: this.registry });
    // Event-loop lag: ours leaves the timer's own resolution out; theirs also writes `Nan` while it has seen nothing.
    // Handles and requests: listing them aborted Node 20 (AsyncWrap::GetOwner) in tests; a gauge is not worth that.
    const left = /^nodejs_(eventloop_lag|active_handles|active_requests)/;
    for (const { name } of this.registry.getMetricsAsArray())
      if (left.test(name)) this.registry.removeSingleMetric(name);
    this.eventLoopLag.start();
  }

  onModuleDestroy(): void {
    this.eventLoopLag.stop();
    this.registry.clear();
  }

  httpStarted(): void {
    this.gauges.httpInFlight(1);
  }

  /** @param route template of the route, never the URL */
  httpFinished(request: { method: string; route: string; status: number; seconds: number }): void {
    this.gauges.httpInFlight(-1);
    const { method, route, status, seconds } = request;
    this.httpSeconds.observe({ method, route, status: String(status) }, seconds);
  }

  /** @param call.method one of ours, never what a client invents */
  grpcFinished({ method, code, seconds }: { method: string; code: string; seconds: number }): void {
    this.grpcSeconds.observe({ method, code }, seconds);
  }

  prediction(labels: ModelLabels & { outcome: PredictionOutcome }, seconds: number): void {
    this.predictionSeconds.observe({ ...labels }, seconds);
  }

  stage(labels: ModelLabels & { stage: Stage }, seconds: number): void {
    this.stageSeconds.observe({ ...labels }, seconds);
  }

  batch(labels: ModelLabels, size: number): void {
    this.batchSize.observe({ ...labels }, size);
  }

  modelLoaded(labels: ModelLabels, seconds: number): void {
    this.loadSeconds.observe({ ...labels }, seconds);
  }

  modelReloaded(labels: { model: string; outcome: ReloadOutcome }): void {
    this.reloads.inc(labels);
  }

  /** @param labels.reason one of a fixed set of words, never an error's text */
  executorRestarted(labels: ModelLabels & { reason: string }): void {
    this.restarts.inc({ ...labels });
  }

  goldenFailures(labels: ModelLabels, count: number): void {
    this.goldenFailuresTotal.inc({ ...labels }, count);
  }

  cacheRequest(result: CacheResult): void {
    this.cacheRequests.inc({ result });
  }

  cacheOperation(operation: CacheOperation, seconds: number): void {
    this.cacheSeconds.observe({ operation }, seconds);
  }

  historyRows(outcome: HistoryOutcome, count: number): void {
    this.historyRowsTotal.inc({ outcome }, count);
  }

  /** @param isServed whether there was a connection in the end */
  poolWait(seconds: number, isServed: boolean): void {
    this.poolWaitSeconds.observe({ outcome: isServed ? 'served' : 'refused' }, seconds);
  }

  storageOperation(operation: StorageOperation, outcome: 'ok' | 'failed', seconds: number): void {
    this.storageSeconds.observe({ operation, outcome }, seconds);
  }

  storedObject(kind: string, outcome: StoredObjectOutcome): void {
    this.storedObjectsTotal.inc({ kind, outcome });
  }

  rateLimited(): void {
    this.rateLimitedTotal.inc();
  }

  versionsCompared(labels: { model: string; baseline: string; candidate: string }, agree: boolean): void {
    this.comparedTotal.inc(labels);
    this.disagreementTotal.inc(labels, agree ? 0 : 1);
  }

  /** @param labels.version the one that was not asked */
  comparisonDropped(labels: ModelLabels): void {
    this.comparisonsDroppedTotal.inc({ ...labels });
  }

  /** @param labels.version the candidate */
  guardRollback(labels: ModelLabels): void {
    this.guardRollbacks.inc({ ...labels });
  }

  onScrape(reader: ScrapeReader): void {
    this.readers.push(reader);
  }

  /** Content-Type of {@link scrape}. */
  get contentType(): string {
    return this.registry.contentType;
  }

  /** Everything in the text format of Prometheus. */
  async scrape(): Promise<string> {
    this.gauges.reset();
    for (const read of this.readers) {
      try {
        read(this.gauges);
      } catch {
        this.scrapeFaults.inc();
      }
    }
    return this.registry.metrics();
  }

  private histogram<L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    buckets: readonly number[],
  ): Histogram<L> {
    const { registers } = this;
    return new Histogram({ name: `sibyl_${name}`, help, labelNames, buckets: [...buckets], registers });
  }

  private counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
    return new Counter({ name: `sibyl_${name}`, help, labelNames, registers: this.registers });
  }
}
