import { AppError } from '../common/errors.js';
import type { JobInput } from './executor-protocol.js';
import type { QueuedJob } from './job-queue.js';
import { PoisonRegister } from './poison-register.js';
import { RetryBudget } from './retry-budget.js';

/** What becomes of requests that were inside a process when it ended. */
export class CrashPolicy {
  private readonly retries = new RetryBudget();
  private readonly poison = new PoisonRegister();

  constructor(private readonly model: string) {}

  /** Counts a request that comes in. @returns POISON_INPUT when its input has ended two processes */
  admit(input: JobInput): AppError | undefined {
    const seconds = this.poison.refusedForSeconds(input);
    if (seconds > 0) return new AppError('POISON_INPUT', { model: this.model, refused_for_seconds: seconds });
    this.retries.request();
    return undefined;
  }

  /**
   * Whether a job may run once more: one crash may be chance. It needs more than half of its time, and the budget.
   *
   * @param isCrash whether the process ended unasked; one that we ended says nothing about the input
   */
  mayRetry(job: QueuedJob, isCrash: boolean): boolean {
    job.crashes += 1;
    if (isCrash) this.poison.crashed(job.input);
    const hasTime = Date.now() - job.enqueuedAt < job.deadlineMs / 2;
    return job.crashes === 1 && hasTime && this.retries.take();
  }
}
