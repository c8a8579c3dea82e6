import type { Env } from '../../config/env.js';
import type { ModelSpec } from '../../inference/model-spec.js';

/** Bytes of inputs in progress that one request with many holds in this process. */
const MAX_HELD_BYTES = 64 * 1024 * 1024;

/** How much of a model one request with many inputs may take. */
export interface BulkLimits {
  /** Inputs in progress at a time. */
  readonly inFlight: number;
  /** Bytes of the inputs in progress. */
  readonly maxBytes: number;
  /** The queue is left alone while so many wait in it. */
  readonly maxWaiting: number;
}

/**
 * Enough that every executor has a full batch and the next one waits, which is all that makes a request faster, and never
 * more than a quarter of the queue.
 */
export function bulkLimits(
  env: Pick<Env, 'MAX_REQUEST_QUEUE_SIZE'>,
  { execution }: Pick<ModelSpec, 'execution'>,
): BulkLimits {
  const useful = 2 * execution.executors * execution.maxBatch;
  const share = Math.floor(env.MAX_REQUEST_QUEUE_SIZE / 4);
  return {
    inFlight: Math.max(1, Math.min(useful, share)),
    maxBytes: MAX_HELD_BYTES,
    maxWaiting: Math.max(1, Math.floor(env.MAX_REQUEST_QUEUE_SIZE / 2)),
  };
}
