import { NotAdmitted } from './admission.js';
import { CrashMonitor } from './crash-monitor.js';
import type { EngineObserver } from './engine-observer.js';
import {
  ExecutorGone,
  ExecutorProcess,
  type ExecutorSettings,
  type LoadReport,
  ModelLoadError,
} from './executor-process.js';
import type { ModelSpec } from './model-spec.js';

/** A process that stays up this long ends a crash loop. */
const STABLE_AFTER_MS = 5000;
/** After a process beside others could not be started: they carry on alone, and the machine is not kept busy with trying. */
const GROWTH_PAUSE_MS = 10_000;
/** Heartbeats in a row that an idle process may leave unanswered; then it hangs, and only a new one helps. */
const MAX_MISSED_PINGS = 10;

/** Between two starts of which the first did not get as far as loading its model. */
const LEAST_DELAY_MS = 100;

const UNLOADED = 'its model is unloaded';
const RECYCLED = 'it was replaced by a fresh process';

export interface ExecutorStatus {
  readonly pid: number | undefined;
  readonly state: ExecutorProcess['state'];
  readonly runs: number;
  readonly rssMb: number;
  readonly uptimeSeconds: number;
}

/** What a pool asks of the group above it. */
export interface PoolOwner {
  /** Called whenever a process may have become idle. */
  onAvailable(): void;
  /** Asked about a process that has started and warmed up, before it is used. @throws NotAdmitted, ExecutorGone */
  admit(executor: ExecutorProcess): Promise<void>;
  /** No process is left, and the one that was to follow was not admitted: the pool does not try again by itself. */
  refused(reason: string): void;
}

/**
 * Keeps the processes of one model version alive: one is started with the model, the others when work waits; one that
 * ends is replaced, with a growing delay in a crash loop; one that grew too big or too old is replaced start-first.
 */
export class ExecutorPool {
  private readonly members = new Set<ExecutorProcess>();
  /** Replaced already, and only finishing what they run. */
  private readonly retired = new Set<ExecutorProcess>();
  private readonly beingReplaced = new Set<ExecutorProcess>();
  private readonly starting = new Set<ExecutorProcess>();
  private readonly crashes = new CrashMonitor();
  private growAfter = 0;
  private restartCount = 0;
  private respawnTimer: NodeJS.Timeout | undefined;
  private stableTimer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly spec: ModelSpec,
    private readonly settings: ExecutorSettings,
    private readonly maxRuns: number,
    private readonly observer: EngineObserver,
    private readonly owner: PoolOwner,
  ) {}

  /** @throws ModelLoadError */
  start(): Promise<LoadReport> {
    return this.add();
  }

  get idle(): ExecutorProcess[] {
    return [...this.members].filter((executor) => executor.state === 'idle');
  }

  get restarts(): number {
    return this.restartCount;
  }

  get isCrashLooping(): boolean {
    return this.crashes.isLooping;
  }

  status(): ExecutorStatus[] {
    return [...this.members, ...this.retired, ...this.starting].map((executor) => ({
      pid: executor.pid,
      state: this.starting.has(executor) ? 'starting' : executor.state,
      runs: executor.runs,
      rssMb: executor.rssMb,
      uptimeSeconds: Math.round((Date.now() - executor.startedAt) / 1000),
    }));
  }

  /** Whether at least one process answers within the time. Ends those that have not answered for many times. */
  async isAlive(timeoutMs: number): Promise<boolean> {
    const members = [...this.members];
    const answers = await Promise.all(members.map((executor) => executor.isAlive(timeoutMs)));
    for (const executor of members) {
      if (executor.missedPings >= MAX_MISSED_PINGS) executor.kill('it did not answer its heartbeats');
    }
    return answers.includes(true);
  }

  /** Starts one more process if the model may have one; called when work waits and no process is idle. */
  grow(): void {
    const atLimit = this.members.size + this.starting.size >= this.spec.execution.executors;
    if (this.closed || atLimit || this.starting.size > 0 || this.members.size === 0) return;
    if (Date.now() >= this.growAfter) void this.addBeside();
  }

  /** Called after every batch: replaces a process that is due for it, ends one that was replaced meanwhile. */
  finished(executor: ExecutorProcess): void {
    if (executor.state === 'idle' && executor.runs > 0) this.crashes.answered();
    if (this.retired.has(executor)) executor.kill(RECYCLED);
    if (this.closed || executor.state === 'exited' || !this.members.has(executor)) return;
    const tooBig = executor.rssMb > this.spec.execution.memoryLimitMb;
    if ((!tooBig && executor.runs < this.maxRuns) || this.beingReplaced.has(executor)) return;
    if (Date.now() < this.growAfter) return;
    this.beingReplaced.add(executor);
    this.observer.executorReplaced(tooBig ? 'memory' : 'runs');
    void this.replace(executor);
  }

  /** Ends every process now and waits until they are gone. */
  async stop(): Promise<void> {
    this.closed = true;
    clearTimeout(this.respawnTimer);
    clearTimeout(this.stableTimer);
    const all = [...this.members, ...this.retired, ...this.starting];
    for (const executor of all) executor.kill(UNLOADED);
    await Promise.all(all.map((executor) => executor.exited));
  }

  private async replace(executor: ExecutorProcess): Promise<void> {
    const isStarted = await this.addBeside();
    this.beingReplaced.delete(executor);
    if (isStarted) this.retire(executor);
  }

  private retire(executor: ExecutorProcess): void {
    if (!this.members.delete(executor)) return;
    this.retired.add(executor);
    if (executor.state !== 'busy') executor.kill(RECYCLED);
  }

  private async add(): Promise<LoadReport> {
    if (this.closed) throw new ModelLoadError(UNLOADED);
    const executor = new ExecutorProcess(this.spec, this.settings);
    this.starting.add(executor);
    try {
      const report = await executor.start();
      this.assertFits(report);
      await this.owner.admit(executor);
      if (this.closed) throw new ModelLoadError(UNLOADED);
      executor.runs = 0;
      this.members.add(executor);
      void executor.exited.then((reason) => this.onExit(executor, reason));
      this.watchStability();
      return report;
    } catch (error) {
      executor.kill((error as Error).message);
      throw error instanceof ExecutorGone ? new ModelLoadError(error.message) : error;
    } finally {
      this.starting.delete(executor);
      setImmediate(() => this.owner.onAvailable());
    }
  }

  /** Whether one more could be started. When it could not, the others may be gone meanwhile too. */
  private async addBeside(): Promise<boolean> {
    try {
      await this.add();
      return true;
    } catch (error) {
      if (this.closed) return false;
      this.growAfter = Date.now() + GROWTH_PAUSE_MS;
      this.observer.executorCrashed((error as Error).message, GROWTH_PAUSE_MS);
      this.respawnWhenEmpty(0);
      return false;
    }
  }

  private assertFits({ rssMb }: LoadReport): void {
    const limitMb = this.spec.execution.memoryLimitMb;
    if (rssMb <= limitMb) return;
    throw new ModelLoadError(
      `it needs ${rssMb} MB once loaded and its limit is ${limitMb} MB; raise execution.memory_limit_mb or MODEL_MEMORY_LIMIT_MB`,
    );
  }

  private onExit(executor: ExecutorProcess, reason: string): void {
    this.members.delete(executor);
    if (this.retired.delete(executor) || this.closed) return;
    this.restartCount += 1;
    // One that we ended ourselves says nothing about the next: a request that hangs must not take its model away.
    const delayMs = executor.endedBecause === undefined ? this.countCrash(reason) : 0;
    this.watchStability();
    this.respawnWhenEmpty(delayMs);
  }

  /** @returns the time to wait before the next start, in milliseconds */
  private countCrash(reason: string, leastMs = 0): number {
    const delayMs = Math.max(this.crashes.recordExit(), leastMs);
    this.observer.executorCrashed(reason, delayMs);
    if (this.crashes.isLooping) this.observer.crashLoop(true, reason);
    return delayMs;
  }

  private respawnWhenEmpty(delayMs: number): void {
    if (this.members.size + this.starting.size > 0) return;
    clearTimeout(this.respawnTimer);
    this.respawnTimer = setTimeout(() => {
      if (this.closed) return;
      this.add().catch((error: Error) => {
        if (this.closed) return;
        // The same file would answer as wrongly the next time.
        if (error instanceof NotAdmitted) this.owner.refused(error.message);
        else this.respawnWhenEmpty(this.countCrash(error.message, LEAST_DELAY_MS));
      });
    }, delayMs);
  }

  /** A crash loop is over once no process has ended for a while and at least one is there. */
  private watchStability(): void {
    clearTimeout(this.stableTimer);
    if (!this.crashes.isLooping || this.members.size === 0) return;
    this.stableTimer = setTimeout(() => {
      this.crashes.forget();
      this.observer.crashLoop(false, '');
    }, STABLE_AFTER_MS);
  }
}
