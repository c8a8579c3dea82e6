/**
 * Upper edges in seconds. The targets that the product is measured by (5, 50, 150, 500 and 800 ms) are edges, so that
 * the share of requests within a target is read off exactly; below 5 ms they are finer, for cache hits and the
 * stages of small models.
 */
export const SECONDS_BUCKETS = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 0.8, 1, 2.5, 5, 10, 30,
] as const;

/** For operations with a deadline of 50 ms. */
export const FAST_SECONDS_BUCKETS = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
] as const;

export const LOAD_SECONDS_BUCKETS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120] as const;

export const BATCH_SIZE_BUCKETS = [1, 2, 4, 8, 16, 32, 64] as const;
