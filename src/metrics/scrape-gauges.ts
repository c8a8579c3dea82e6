import { Gauge, type Registry } from 'prom-client';

import type { BreakerState } from '../common/breaker-state.js';
import type { ModelLabels } from './metric-labels.js';

/** State of the connection pool of the database. */
export interface PoolState {
  readonly total: number;
  readonly idle: number;
  /** Callers that wait for a connection. */
  readonly waiting: number;
  readonly max: number;
  /** Part of it that is in use, 0-1. */
  readonly utilisation: number;
}

/** The gauges that readers fill at a scrape. Those that mirror state are empty before each scrape. */
export class ScrapeGauges {
  private readonly mirrored: Gauge[] = [];
  private readonly inFlight = newGauge('http_requests_in_flight', 'Requests that are being answered.', []);
  private readonly depth = this.mirror('queue_depth', 'Requests that wait for a model version.', [
    'model',
    'version',
  ]);
  private readonly bytes = this.mirror(
    'queue_bytes',
    'Bytes of the requests that wait for a model version.',
    ['model', 'version'],
  );
  private readonly executorCount = this.mirror('executors', 'Executor processes by state.', [
    'model',
    'version',
    'state',
  ]);
  private readonly memory = this.mirror(
    'executor_memory_bytes',
    'Resident memory of the executors of a model version, in total.',
    ['model', 'version'],
  );
  private readonly state = this.mirror('model_state', '1 for the state that a model version is in.', [
    'model',
    'version',
    'state',
  ]);
  private readonly breaker = this.mirror(
    'cache_breaker_state',
    'Breaker of the shared cache: 0 closed, 1 half open, 2 open.',
    [],
  );
  private readonly pool = this.mirror(
    'database_pool_connections',
    'Connections of the database pool by state.',
    ['state'],
  );
  private readonly poolUse = this.mirror(
    'database_pool_utilisation_ratio',
    'Part of the database pool that is in use.',
    [],
  );
  private readonly databaseBreakerState = this.mirror(
    'database_breaker_state',
    'Breaker of the readers of the database: 0 closed, 1 half open, 2 open or the database is away.',
    [],
  );
  private readonly months = this.mirror(
    'history_partitions',
    'Months that have a partition of the history.',
    [],
  );
  private readonly strays = this.mirror(
    'history_stray_rows',
    'Rows of the history outside of every month; there should be none.',
    [],
  );
  private readonly waitingRows = this.mirror(
    'history_waiting_rows',
    'Predictions that wait to be written into the history.',
    [],
  );
  private readonly storageBreakerState = this.mirror(
    'storage_breaker_state',
    'Breaker of the remote store of uploads and results: 0 closed, 1 half open, 2 open.',
    [],
  );
  private readonly storageWaitingObjects = this.mirror(
    'storage_waiting_objects',
    'Objects on this disk that wait for the remote store.',
    [],
  );
  private readonly storageWaitingBytes = this.mirror(
    'storage_waiting_bytes',
    'Bytes on this disk that wait for the remote store.',
    [],
  );
  private readonly storageUsedBytes = this.mirror(
    'storage_used_bytes',
    'Bytes of the objects in the local folder.',
    [],
  );

  constructor(registry: Registry) {
    for (const each of [this.inFlight, ...this.mirrored]) registry.registerMetric(each);
  }

  /** Forgets what the last scrape read, so that a model that is gone leaves no series behind. */
  reset(): void {
    for (const gauge of this.mirrored) gauge.reset();
  }

  httpInFlight(change: 1 | -1): void {
    this.inFlight.inc(change);
  }

  queue(labels: ModelLabels, queue: { requests: number; bytes: number }): void {
    this.depth.set({ ...labels }, queue.requests);
    this.bytes.set({ ...labels }, queue.bytes);
  }

  executors(labels: ModelLabels & { state: string }, count: number): void {
    this.executorCount.set({ ...labels }, count);
  }

  executorMemory(labels: ModelLabels, bytes: number): void {
    this.memory.set({ ...labels }, bytes);
  }

  modelState(labels: ModelLabels & { state: string }): void {
    this.state.set({ ...labels }, 1);
  }

  /** @param state 0 closed, 1 half open, 2 open */
  cacheBreaker(state: BreakerState): void {
    this.breaker.set(state);
  }

  databasePool(pool: PoolState): void {
    this.pool.set({ state: 'total' }, pool.total);
    this.pool.set({ state: 'idle' }, pool.idle);
    this.pool.set({ state: 'waiting' }, pool.waiting);
    this.pool.set({ state: 'max' }, pool.max);
    this.poolUse.set(pool.utilisation);
  }

  /** @param state 0 closed, 1 half open, 2 open */
  databaseBreaker(state: BreakerState): void {
    this.databaseBreakerState.set(state);
  }

  historyPartitions({ months, strays }: { months: number; strays: number }): void {
    this.months.set(months);
    this.strays.set(strays);
  }

  historyWaiting(rows: number): void {
    this.waitingRows.set(rows);
  }

  /** @param state 0 closed, 1 half open, 2 open */
  storageBreaker(state: BreakerState): void {
    this.storageBreakerState.set(state);
  }

  storageWaiting(waiting: { objects: number; bytes: number }): void {
    this.storageWaitingObjects.set(waiting.objects);
    this.storageWaitingBytes.set(waiting.bytes);
  }

  storageUsed(bytes: number): void {
    this.storageUsedBytes.set(bytes);
  }

  private mirror(name: string, help: string, labelNames: string[]): Gauge {
    const mirrored = newGauge(name, help, labelNames);
    this.mirrored.push(mirrored);
    return mirrored;
  }
}

function newGauge(name: string, help: string, labelNames: string[]): Gauge {
  return new Gauge({ name: `sibyl_${name}`, help, labelNames, registers: [] });
}
