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

/** What somebody waits for (priorities 1 and 2), and what takes what is left over (3): batches, videos, replays, shadows. */
export type Lane = 'interactive' | 'bulk';

/** What the bulk lane may take of the limits, in count and in bytes. */
const BULK_SHARE = 0.5;

export const laneOf = (priority: Priority): Lane => (priority === 3 ? 'bulk' : 'interactive');

/**
 * First in, first out within a priority, bounded by count and by bytes over both lanes together. The bulk lane gets at most
 * half of both; but one job of it is always taken in, or a queue full of others would starve it.
 */
export class JobQueue {
  private readonly lanes: Record<Lane, QueuedJob[]> = { interactive: [], bulk: [] };
  private readonly heldBytes: Record<Lane, number> = { interactive: 0, bulk: 0 };

  constructor(
    private readonly model: string,
    private readonly limits: QueueLimits,
  ) {}

  get length(): number {
    return this.lanes.interactive.length + this.lanes.bulk.length;
  }

  get bytes(): number {
    return this.heldBytes.interactive + this.heldBytes.bulk;
  }

  /** Jobs that wait, by lane. */
  get waiting(): Record<Lane, number> {
    return { interactive: this.lanes.interactive.length, bulk: this.lanes.bulk.length };
  }

  /** Whether an interactive job would be refused after `arriving` others. */
  isFullFor(arriving: number): boolean {
    return this.length + arriving >= this.limits.maxJobs || this.bytes >= this.limits.maxBytes;
  }

  /** Takes a job in, or returns the refusal: QUEUE_FULL with a Retry-After that the caller estimates. */
  push(job: QueuedJob, retryAfterSeconds: number): AppError | undefined {
    const lane = laneOf(job.priority);
    if (!this.hasRoom(lane, job.bytes)) return this.fullError(retryAfterSeconds, lane);
    const jobs = this.lanes[lane];
    const place = jobs.findLastIndex((other) => other.priority <= job.priority) + 1;
    jobs.splice(place, 0, job);
    this.heldBytes[lane] += job.bytes;
    return undefined;
  }

  /** @param arriving interactive jobs that count as waiting, for they are as good as here */
  fullError(retryAfterSeconds: number, lane: Lane = 'interactive', arriving = 0): AppError {
    const share = lane === 'bulk' ? BULK_SHARE : 1;
    const waiting = lane === 'bulk' ? this.lanes.bulk.length : this.length + arriving;
    const maxJobs = Math.max(1, Math.floor(this.limits.maxJobs * share));
    const limit =
      waiting >= maxJobs ? `${maxJobs}` : `${Math.round((this.limits.maxBytes * share) / 1048576)} MB`;
    return new AppError('QUEUE_FULL', { model: this.model, waiting, limit }, { retryAfterSeconds });
  }

  /** Puts a job back at the head of its lane, past the limits: it was admitted before. */
  putBack(job: QueuedJob): void {
    const lane = laneOf(job.priority);
    this.lanes[lane].unshift(job);
    this.heldBytes[lane] += job.bytes;
  }

  /** Removes a job that is still waiting; false when it is gone already. */
  remove(job: QueuedJob): boolean {
    const lane = laneOf(job.priority);
    const index = this.lanes[lane].indexOf(job);
    if (index < 0) return false;
    this.lanes[lane].splice(index, 1);
    this.heldBytes[lane] -= job.bytes;
    return true;
  }

  peek(lane: Lane): QueuedJob | undefined {
    return this.lanes[lane][0];
  }

  /** How many of a lane's first jobs may run together, at most `limit`. */
  batchable(lane: Lane, limit: number): number {
    const [first] = this.lanes[lane];
    if (!first) return 0;
    if (first.batchKey === null || first.crashes > 0) return 1;
    let count = 0;
    for (const job of this.lanes[lane]) {
      if (count === limit) break;
      if (job.batchKey === first.batchKey && job.crashes === 0) count += 1;
    }
    return count;
  }

  /** Takes the lane's first job and up to `limit - 1` later ones of the same batch key, in order of arrival. */
  takeBatch(lane: Lane, limit: number): QueuedJob[] {
    const jobs = this.lanes[lane];
    const first = jobs.shift();
    if (!first) return [];
    const batch = [first];
    if (first.batchKey !== null && first.crashes === 0) {
      for (let index = 0; index < jobs.length && batch.length < limit;) {
        const job = jobs[index] as QueuedJob;
        if (job.batchKey === first.batchKey && job.crashes === 0) batch.push(...jobs.splice(index, 1));
        else index += 1;
      }
    }
    for (const job of batch) this.heldBytes[lane] -= job.bytes;
    return batch;
  }

  /** Takes everything, for a group that stops. */
  clear(): QueuedJob[] {
    this.heldBytes.interactive = 0;
    this.heldBytes.bulk = 0;
    return [...this.lanes.interactive.splice(0), ...this.lanes.bulk.splice(0)];
  }

  private hasRoom(lane: Lane, bytes: number): boolean {
    const { maxJobs, maxBytes } = this.limits;
    const isAllOfUs = this.length < maxJobs && this.bytes + bytes <= maxBytes;
    if (lane === 'interactive') return isAllOfUs;
    const waiting = this.lanes.bulk.length;
    if (waiting === 0) return bytes <= maxBytes;
    const isInShare =
      waiting < Math.floor(maxJobs * BULK_SHARE) && this.heldBytes.bulk + bytes <= maxBytes * BULK_SHARE;
    return isAllOfUs && isInShare;
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
