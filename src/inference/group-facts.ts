import type { ExecutorStatus } from './executor-pool.js';
import type { ExecutorSettings } from './executor-process.js';
import type { QueueLimits } from './job-queue.js';

/** What the configuration says about the engine of every model version. */
export interface GroupSettings {
  readonly executor: ExecutorSettings;
  readonly queue: QueueLimits;
  /** Longest time inside an executor, in milliseconds. */
  readonly inferenceTimeoutMs: number;
  /** What an executor gets past a deadline before it is killed, in milliseconds. */
  readonly killGraceMs: number;
  /** Requests after which an executor is replaced. */
  readonly maxRuns: number;
}

/** What an engine is doing now. */
export interface GroupStatus {
  readonly executors: readonly ExecutorStatus[];
  readonly waiting: number;
  /** Those of them that are of the bulk lane. */
  readonly waitingBulk: number;
  readonly waitingBytes: number;
  readonly running: number;
  readonly restarts: number;
  readonly crashLooping: boolean;
}
