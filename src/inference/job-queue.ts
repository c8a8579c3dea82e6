import { AppError } from '../common/errors.js';
import type { ExecutorJob, JobInput, JobOutcome } from './executor-protocol.js';

/** Lane of a request: 1 goes first, 2 is everyone's, 3 takes what is left over. */
export type Priority = 1 | 2 | 3;

/** A request on its way through the engine. */
export interface QueuedJob extends ExecutorJob {
  /** Its lane: all that waits in a lane goes before what waits in a later one. */
  readonly priority: Priority;
  /** Jobs of one key may run together; null runs alone. */
  readonly batchKey: string | null;
  /** Memory that the job holds while it waits. */
  readonly bytes: number;
  readonly enqueuedAt: number;
  /** When an executor took it; equal to enqueuedAt until then. */
  startedAt: number;
  /** Executors that ended while this job was inside. */
  crashes: number;
  readonly settle: (outcome: JobOutcome | AppError) => void;
}

export interface QueueLimits {
  readonly maxJobs: number;
  readonly maxBytes: number;
}

/** First in, first out within a lane, bounded by count and by bytes. */
export class JobQueue {
  private readonly jobs: QueuedJob[] = [];
  private heldBytes = 0;

  constructor(
    private readonly model: string,
    private readonly limits: QueueLimits,
  ) {}

  get length(): number {
    return this.jobs.length;
  }

  get bytes(): number {
    return this.heldBytes;
  }

  get isFull(): boolean {
    return this.jobs.length >= this.limits.maxJobs || this.heldBytes >= this.limits.maxBytes;
  }

  /** Takes a job in, or returns the refusal: QUEUE_FULL with a Retry-After that the caller estimates. */
  push(job: QueuedJob, retryAfterSeconds: number): AppError | undefined {
    if (this.jobs.length >= this.limits.maxJobs || this.heldBytes + job.bytes > this.limits.maxBytes) {
      return this.fullError(retryAfterSeconds);
    }
    const place = this.jobs.findLastIndex((other) => other.priority <= job.priority) + 1;
    this.jobs.splice(place, 0, job);
    this.heldBytes += job.bytes;
    return undefined;
  }

  fullError(retryAfterSeconds: number): AppError {
    const byCount = this.jobs.length >= this.limits.maxJobs;
    const limit = byCount ? `${this.limits.maxJobs}` : `${Math.round(this.limits.maxBytes / 1048576)} MB`;
    return new AppError(
      'QUEUE_FULL',
      { model: this.model, waiting: this.jobs.length, limit },
      { retryAfterSeconds },
    );
  }

  /** Puts a job back at the head, past the limits: it was admitted before. */
  putBack(job: QueuedJob): void {
    this.jobs.unshift(job);
    this.heldBytes += job.bytes;
  }

  /** Removes a job that is still waiting; false when it is gone already. */
  remove(job: QueuedJob): boolean {
    const index = this.jobs.indexOf(job);
    if (index < 0) return false;
    this.jobs.splice(index, 1);
    this.heldBytes -= job.bytes;
    return true;
  }

  peek(): QueuedJob | undefined {
    return this.jobs[0];
  }

  /** How many of the first jobs may run together, at most `limit`. */
  batchable(limit: number): number {
    const first = this.jobs[0];
    if (!first) return 0;
    if (first.batchKey === null || first.crashes > 0) return 1;
    let count = 0;
    for (const job of this.jobs) {
      if (count === limit) break;
      if (job.batchKey === first.batchKey && job.crashes === 0) count += 1;
    }
    return count;
  }

  /** Takes the first job and up to `limit - 1` later ones of the same batch key, in order of arrival. */
  takeBatch(limit: number): QueuedJob[] {
    const first = this.jobs.shift();
    if (!first) return [];
    const batch = [first];
    if (first.batchKey !== null && first.crashes === 0) {
      for (let index = 0; index < this.jobs.length && batch.length < limit;) {
        const job = this.jobs[index] as QueuedJob;
        if (job.batchKey === first.batchKey && job.crashes === 0) batch.push(...this.jobs.splice(index, 1));
        else index += 1;
      }
    }
    for (const job of batch) this.heldBytes -= job.bytes;
    return batch;
  }

  /** Takes everything, for a group that stops. */
  clear(): QueuedJob[] {
    this.heldBytes = 0;
    return this.jobs.splice(0);
  }
}

const sizeOf = (value: number | string): number => (typeof value === 'string' ? value.length : 8);

/** Memory that an input holds while it waits. */
export function inputBytes(input: JobInput): number {
  if (input.kind === 'row') return input.values.reduce<number>((sum, value) => sum + sizeOf(value), 0);
  if (input.kind !== 'tensors') return input.bytes.byteLength;
  return input.tensors.reduce(
    (sum, { data }) =>
      sum + (Array.isArray(data) ? data.reduce((n, text) => n + text.length, 0) : data.byteLength),
    0,
  );
}

/** What may run together: pictures with pictures, rows with rows; tensors need not have a batch dimension. */
export const batchKeyOf = ({ kind }: JobInput): string | null =>
  kind === 'image' || kind === 'row' ? kind : null;
