import { AppError } from '../common/errors.js';
import type { Admission } from './admission.js';
import { CrashPolicy } from './crash-policy.js';
import type { EngineObserver } from './engine-observer.js';
import { ExecutorPool } from './executor-pool.js';
import { type ExecutorProcess, ExecutorGone, type LoadReport } from './executor-process.js';
import type { GroupSettings, GroupStatus } from './group-facts.js';
import type { JobRequest, JobSuccess } from './job-request.js';
import { JobQueue, type Lane, laneOf, type QueuedJob } from './job-queue.js';
import { LaneShare } from './lane-share.js';
import type { ModelSpec } from './model-spec.js';
import type { ProbeReport } from './probe-report.js';
import { queuedJob } from './queued-job.js';
import { runnerOn } from './run-alone.js';
import type { RunSlots } from './run-slots.js';
import { ServiceRate } from './service-rate.js';

export type { GroupSettings, GroupStatus } from './group-facts.js';
export type { JobRequest, JobSuccess } from './job-request.js';

/**
 * Runs the requests of one model version: a bounded queue, batches, and deadlines that are kept by killing.
 * The pool below it keeps the processes alive.
 */
export class ExecutorGroup {
  private readonly queue: JobQueue;
  private readonly pool: ExecutorPool;
  private readonly running = new Map<ExecutorProcess, Set<QueuedJob>>();
  private maxBatch = 1;
  private nextJobId = 1;
  private closed = false;
  private batchTimer: NodeJS.Timeout | undefined;
  private drained: (() => void) | undefined;
  private readonly rate = new ServiceRate();
  private readonly crashes: CrashPolicy;
  private readonly lanes: LaneShare;

  /** @param admission asked about every new process before it gets work; without it each that starts is used */
  constructor(
    private readonly spec: ModelSpec,
    private readonly settings: GroupSettings,
    private readonly slots: RunSlots,
    private readonly observer: EngineObserver,
    admission?: Admission,
  ) {
    this.crashes = new CrashPolicy(spec.name);
    this.lanes = new LaneShare(spec.execution.executors);
    this.queue = new JobQueue(spec.name, settings.queue);
    this.pool = new ExecutorPool(spec, settings.executor, settings.maxRuns, observer, {
      onAvailable: () => this.pump(),
      admit: async (executor) => admission?.admit(runnerOn(executor, settings.inferenceTimeoutMs)),
      refused: (reason) => admission?.refused(reason),
    });
  }

  /** Loads the model into a first process. @throws ModelLoadError, NotAdmitted */
  async start(): Promise<LoadReport> {
    const report = await this.pool.start();
    this.maxBatch = Math.min(this.spec.execution.maxBatch, report.maxBatch);
    return report;
  }

  /** Asked before a request's body is read. @param arriving requests that were let in before and have not come yet. @throws AppError QUEUE_FULL */
  assertRoom(arriving = 0): void {
    if (!this.queue.isFullFor(arriving)) return;
    throw this.queue.fullError(this.retryAfterSeconds(), 'interactive', arriving);
  }

  /** Whether an interactive request would be refused now. */
  isFullFor(arriving: number): boolean {
    return this.queue.isFullFor(arriving);
  }

  /**
   * Waits, runs, answers. The input's bytes belong to the engine until the promise settles.
   *
   * @throws AppError QUEUE_FULL, POISON_INPUT, DEADLINE_EXCEEDED (it never ran), INFERENCE_TIMEOUT (it ran too long),
   *   MODEL_INFERENCE_FAILED, CLIENT_CLOSED_REQUEST, SHUTTING_DOWN, or what the input deserves (UNDECODABLE_IMAGE, ...)
   */
  submit(request: JobRequest): Promise<JobSuccess> {
    const { deadlineAt, signal } = request;
    if (this.closed) return Promise.reject(new AppError('SHUTTING_DOWN'));
    if (signal?.aborted) return Promise.reject(new AppError('CLIENT_CLOSED_REQUEST'));
    if (deadlineAt <= Date.now()) return Promise.reject(this.tooLate(request.deadlineMs));
    const poisonous = this.crashes.admit(request.input);
    if (poisonous) return Promise.reject(poisonous);
    return new Promise((resolve, reject) => {
      const job = queuedJob(this.nextJobId++, request, (outcome) => {
        clearTimeout(expiry);
        signal?.removeEventListener('abort', abort);
        if (outcome instanceof AppError) reject(outcome);
        else if (outcome.ok) resolve({ ...outcome, queueMs: job.startedAt - job.enqueuedAt });
        else reject(AppError.fromWire(outcome.error));
      });
      const expiry = setTimeout(() => this.expire(job), deadlineAt - job.enqueuedAt);
      const abort = (): void => {
        if (!this.queue.remove(job)) return;
        job.settle(new AppError('CLIENT_CLOSED_REQUEST'));
        this.pump();
      };
      signal?.addEventListener('abort', abort, { once: true });
      if (laneOf(job.priority) === 'interactive') this.lanes.interactiveCame();
      const refused = this.queue.push(job, this.retryAfterSeconds());
      if (refused) job.settle(refused);
      else this.pump();
    });
  }

  /** Whether at least one executor answers within the time; one in the middle of a run counts as alive. */
  isAlive(timeoutMs: number): Promise<boolean> {
    return this.pool.isAlive(timeoutMs);
  }

  /** Runs the warm-up input again; undefined when every executor is busy, which is proof enough of life. */
  async probe(): Promise<ProbeReport | undefined> {
    const executor = this.pool.idle[0];
    if (!executor) return undefined;
    const overdue = setTimeout(
      () => executor.kill('it did not finish a probe in time'),
      this.settings.inferenceTimeoutMs,
    );
    try {
      return await executor.probe();
    } catch (error) {
      return { ok: false, reason: (error as Error).message, runMs: 0 };
    } finally {
      clearTimeout(overdue);
      this.pool.finished(executor);
      this.pump();
    }
  }

  status(): GroupStatus {
    return {
      executors: this.pool.status(),
      waiting: this.queue.length,
      waitingBulk: this.queue.waiting.bulk,
      waitingBytes: this.queue.bytes,
      running: [...this.running.values()].reduce((sum, jobs) => sum + jobs.size, 0),
      restarts: this.pool.restarts,
      crashLooping: this.pool.isCrashLooping,
    };
  }

  /** Lets accepted work finish, for at most `timeoutMs`, then ends the processes. New work is refused at once. */
  async drain(timeoutMs: number): Promise<void> {
    this.closed = true;
    if (this.queue.length > 0 || this.running.size > 0) {
      await new Promise<void>((resolve) => {
        const limit = setTimeout(resolve, timeoutMs);
        this.drained = () => {
          clearTimeout(limit);
          resolve();
        };
      });
    }
    await this.stop();
  }

  /** Ends the processes now; what still waits or runs is answered with `answer`. */
  async stop(answer: AppError = new AppError('SHUTTING_DOWN')): Promise<void> {
    this.closed = true;
    clearTimeout(this.batchTimer);
    for (const job of this.queue.clear()) job.settle(answer);
    for (const open of this.running.values()) {
      for (const job of open) job.settle(answer);
      open.clear();
    }
    await this.pool.stop();
  }

  /** Starts what can be started; called whenever a job came in or an executor or a slot may be free. */
  private readonly pump = (): void => {
    while (this.queue.length > 0) {
      const { idle } = this.pool;
      if (idle.length === 0) return this.pool.grow();
      if (!this.lanes.order(this.queue.waiting).some((lane) => this.startBatch(lane, idle))) return;
    }
    if (this.running.size === 0) this.drained?.();
  };

  /** Whether a batch of the lane has been started. */
  private startBatch(lane: Lane, idle: ExecutorProcess[]): boolean {
    const [executor] = idle;
    if (!executor || this.waitsForCompany(lane)) return false;
    const slot = this.slots.acquire(this.pump, lane === 'bulk');
    if (!slot) return false;
    // Idle executors share what waits: one large batch beside an idle process would only be slower.
    const share = Math.ceil(this.queue.waiting[lane] / idle.length);
    const batch = this.queue.takeBatch(lane, Math.min(this.maxBatch, share));
    this.lanes.started(lane, this.queue.waiting.bulk > 0);
    void this.dispatch(executor, batch).finally(() => {
      slot.release();
      this.lanes.ended(lane);
      this.pump();
    });
    return true;
  }

  private async dispatch(executor: ExecutorProcess, batch: QueuedJob[]): Promise<void> {
    const startedAt = Date.now();
    const open = new Set(batch);
    this.running.set(executor, open);
    const limits = batch.map((job) => Math.min(job.deadlineAt - startedAt, this.settings.inferenceTimeoutMs));
    const timers = batch.map((job, index) => setTimeout(() => this.overrun(job, open), limits[index]));
    timers.push(
      setTimeout(() => this.killOverdue(executor), Math.max(...limits) + this.settings.killGraceMs),
    );
    for (const job of batch) job.startedAt = startedAt;
    try {
      const outcomes = await executor.run(
        batch.map(({ id, deadlineAt, deadlineMs, input, options }) => ({
          id,
          deadlineAt,
          deadlineMs,
          input,
          options,
        })),
      );
      this.rate.observe(Date.now() - startedAt, batch.length);
      this.observer.batchRun(batch.length);
      const byId = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
      for (const job of open) job.settle(byId.get(job.id) ?? this.failure('it gave no answer'));
    } catch (error) {
      const reason = error instanceof ExecutorGone ? await executor.exited : (error as Error).message;
      const isCrash = executor.endedBecause === undefined;
      for (const job of open) {
        if (!this.closed && this.crashes.mayRetry(job, isCrash)) this.queue.putBack(job);
        else job.settle(this.failure(reason));
      }
    } finally {
      for (const timeout of timers) clearTimeout(timeout);
      this.running.delete(executor);
      this.pool.finished(executor);
    }
  }

  /** The deadline passed while the job waited: it is answered and never run. */
  private expire(job: QueuedJob): void {
    if (!this.queue.remove(job)) return;
    job.settle(this.tooLate(job.deadlineMs));
    this.pump();
  }

  /** The deadline passed while the job ran: it is answered now; the executor has its grace to finish. */
  private overrun(job: QueuedJob, open: Set<QueuedJob>): void {
    if (!open.delete(job)) return;
    const deadlineMs = Math.min(job.deadlineMs, this.settings.inferenceTimeoutMs);
    job.settle(new AppError('INFERENCE_TIMEOUT', { model: this.spec.name, deadline_ms: deadlineMs }));
  }

  private killOverdue(executor: ExecutorProcess): void {
    this.observer.executorReplaced('deadline');
    executor.kill('it ran past its deadline');
  }

  private tooLate(deadlineMs: number): AppError {
    return new AppError('DEADLINE_EXCEEDED', { model: this.spec.name, deadline_ms: deadlineMs });
  }

  private failure(reason: string): AppError {
    return new AppError('MODEL_INFERENCE_FAILED', { model: this.spec.name, reason });
  }

  /** Whether the first job may still wait for others to join its batch; then a timer calls again. */
  private waitsForCompany(lane: Lane): boolean {
    const { maxDelayMs } = this.spec.execution;
    const first = this.queue.peek(lane);
    if (!first || first.batchKey === null || maxDelayMs === 0 || this.maxBatch === 1) return false;
    const remainingMs = first.enqueuedAt + maxDelayMs - Date.now();
    if (remainingMs <= 0 || this.queue.batchable(lane, this.maxBatch) >= this.maxBatch) return false;
    clearTimeout(this.batchTimer);
    this.batchTimer = setTimeout(this.pump, remainingMs);
    return true;
  }

  private retryAfterSeconds(): number {
    return this.rate.retryAfterSeconds(this.queue.length, this.spec.execution.executors);
  }
}
