import type { ModelSpec } from '../../inference/model-spec.js';
import { bulkLimits } from './bulk-limits.js';

describe('bulkLimits', () => {
  it.each([
    ['two batches for each executor', 2, 4, 100, 16, 50],
    ['one process, one picture a run', 1, 1, 100, 2, 50],
    ['a quarter of the queue', 4, 32, 100, 25, 50],
    ['a queue of one', 4, 8, 1, 1, 1],
  ])('%s', (_name, executors, maxBatch, queue, inFlight, maxWaiting) => {
    const spec = { execution: { executors, maxBatch } } as ModelSpec;
    expect(bulkLimits({ MAX_REQUEST_QUEUE_SIZE: queue }, spec)).toMatchObject({ inFlight, maxWaiting });
  });
});
