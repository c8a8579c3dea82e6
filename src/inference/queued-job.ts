import type { JobRequest } from './job-request.js';
import { batchKeyOf, inputBytes, type QueuedJob } from './job-queue.js';

/** A request as it enters the queue now. @param settle called exactly once, with its outcome */
export function queuedJob(id: number, request: JobRequest, settle: QueuedJob['settle']): QueuedJob {
  const enqueuedAt = Date.now();
  return {
    id,
    input: request.input,
    options: request.options,
    priority: request.priority ?? 2,
    deadlineAt: request.deadlineAt,
    deadlineMs: request.deadlineMs,
    enqueuedAt,
    startedAt: enqueuedAt,
    bytes: inputBytes(request.input),
    batchKey: batchKeyOf(request.input),
    crashes: 0,
    settle,
  };
}
