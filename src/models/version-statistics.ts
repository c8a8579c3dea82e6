import type { JobSuccess } from '../inference/job-request.js';

/** How often something was done, and how long it took altogether, in milliseconds. */
export interface Tally {
  count: number;
  ms: number;
}

/** What batches of one size took. */
export interface BatchTally {
  readonly computeInput: Tally;
  readonly computeInfer: Tally;
  readonly computeOutput: Tally;
}

/** What a version has done since it was made. Counts requests, and for batches runs of the model. */
export class VersionStatistics {
  /** Answered requests, those from the cache among them. */
  readonly success = tally();
  readonly fail = tally();
  readonly queue = tally();
  readonly computeInput = tally();
  readonly computeInfer = tally();
  readonly computeOutput = tally();
  readonly cacheHit = tally();
  readonly cacheMiss = tally();
  /** Unix time in milliseconds of the last request; 0 before the first. */
  lastInferenceAt = 0;
  /** Items: a batch of eight adds eight. Without those from the cache. */
  inferences = 0;
  readonly batches = new Map<number, BatchTally>();
  private runs = 0;

  /** Runs of the model. */
  get executions(): number {
    return Math.round(this.runs);
  }

  /** Counts a request by its outcome. @param rows items in it */
  async observe(rows: number, run: () => Promise<JobSuccess>): Promise<JobSuccess> {
    const started = performance.now();
    this.lastInferenceAt = Date.now();
    try {
      const success = await run();
      add(this.success, performance.now() - started);
      this.succeeded(success, rows);
      return success;
    } catch (error) {
      add(this.fail, performance.now() - started);
      throw error;
    }
  }

  answeredFromCache(ms: number): void {
    this.lastInferenceAt = Date.now();
    add(this.success, ms);
    add(this.cacheHit, ms);
  }

  /** @param ms what asking the cache took */
  missedInCache(ms: number): void {
    add(this.cacheMiss, ms);
  }

  private succeeded({ queueMs, timings, batchSize }: JobSuccess, rows: number): void {
    const { decode, preprocess, run, postprocess } = timings;
    // Each job of a batch of n reports the same run.
    const share = 1 / batchSize;
    this.inferences += rows;
    this.runs += share;
    add(this.queue, queueMs);
    add(this.computeInput, decode + preprocess);
    add(this.computeInfer, run);
    add(this.computeOutput, postprocess);
    const batch = this.batch(batchSize === 1 ? rows : batchSize);
    add(batch.computeInput, decode + preprocess, share);
    add(batch.computeInfer, run * share, share);
    add(batch.computeOutput, postprocess, share);
  }

  private batch(size: number): BatchTally {
    let batch = this.batches.get(size);
    if (!batch) {
      batch = { computeInput: tally(), computeInfer: tally(), computeOutput: tally() };
      this.batches.set(size, batch);
    }
    return batch;
  }
}

function tally(): Tally {
  return { count: 0, ms: 0 };
}

function add(to: Tally, ms: number, count = 1): void {
  to.count += count;
  to.ms += ms;
}
