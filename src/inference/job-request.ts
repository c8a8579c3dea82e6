import type { Priority } from './job-queue.js';
import type { JobInput, JobOutcome } from './executor-protocol.js';
import type { TaskOptions } from './tasks/task-io.js';

export interface JobRequest {
  readonly input: JobInput;
  readonly options: TaskOptions;
  /** Unix time in milliseconds. */
  readonly deadlineAt: number;
  /** How long that was from the request's arrival, for the message. */
  readonly deadlineMs: number;
  /** How many models were asked before this one on behalf of the same request; 0 when absent. */
  readonly hops?: number;
  /** Aborted when nobody waits for the answer any more: a waiting job is dropped, a running one is finished. */
  readonly signal?: AbortSignal | undefined;
  /** Its lane in the queue; 2 when not given. */
  readonly priority?: Priority | undefined;
}

export type JobSuccess = Extract<JobOutcome, { ok: true }> & { readonly queueMs: number };

/** Whatever runs a job: the engine of a version, one process of it, or something made of other versions. */
export type RunJob = (request: JobRequest) => Promise<JobSuccess>;
