import { CrashMonitor } from './crash-monitor.js';
import type { EngineObserver } from './engine-observer.js';
import {
  ExecutorProcess,
  type ExecutorSettings,
  type LoadReport,
  ModelLoadError,
} from './executor-process.js';
import type { ModelSpec } from './model-spec.js';

/** A process that stays up this long ends a crash loop. */
const STABLE_AFTER_MS = 5000;

const UNLOADED = 'its model is unloaded';
const RECYCLED = 'it was replaced by a fresh process';

export interface ExecutorStatus {
  readonly pid: number | undefined;
  readonly state: ExecutorProcess['state'];
  readonly runs: number;
  readonly rssMb: number;
  readonly uptimeSeconds: number;
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
  private readonly crashes = new CrashMonitor();
  private starting = 0;
  private restartCount = 0;
  private respawnTimer: NodeJS.Timeout | undefined;
  private stableTimer: NodeJS.Timeout | undefined;
  private closed = false;

  /** @param onAvailable called whenever a process may have become idle */
  constructor(
    private readonly spec: ModelSpec,
    private readonly settings: ExecutorSettings,
    private readonly maxRuns: number,
    private readonly observer: EngineObserver,
    private readonly onAvailable: () => void,
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
    return [...this.members, ...this.retired].map((executor) => ({
      pid: executor.pid,
      state: executor.state,
      runs: executor.runs,
      rssMb: executor.rssMb,
      uptimeSeconds: Math.round((Date.now() - executor.startedAt) / 1000),
    }));
  }

  /** Whether at least one process answers within the time. */
  async isAlive(timeoutMs: number): Promise<boolean> {
    const answers = await Promise.all([...this.members].map((executor) => executor.isAlive(timeoutMs)));
    return answers.includes(true);
  }

  /** Starts one more process if the model may have one; called when work waits and no process is idle. */
  grow(): void {
    const atLimit = this.members.size + this.starting >= this.spec.execution.executors;
    if (this.closed || atLimit || this.starting > 0 || this.members.size === 0) return;
    this.add().catch((error: Error) => this.observer.executorCrashed(error.message, 0));
  }

  /** Called after every batch: replaces a process that is due for it, ends one that was replaced meanwhile. */
  finished(executor: ExecutorProcess): void {
    if (this.retired.has(executor)) executor.kill(RECYCLED);
    if (this.closed || executor.state === 'exited' || !this.members.has(executor)) return;
    const tooBig = executor.rssMb > this.spec.execution.memoryLimitMb;
    if ((!tooBig && executor.runs < this.maxRuns) || this.beingReplaced.has(executor)) return;
    this.beingReplaced.add(executor);
    this.observer.executorReplaced(tooBig ? 'memory' : 'runs');
    this.add()
      .then(
        () => this.retire(executor),
        (error: Error) => this.observer.executorCrashed(error.message, 0),
      )
      .finally(() => this.beingReplaced.delete(executor));
  }

  /** Ends every process now and waits until they are gone. */
  async stop(): Promise<void> {
    this.closed = true;
    clearTimeout(this.respawnTimer);
    clearTimeout(this.stableTimer);
    const all = [...this.members, ...this.retired];
    for (const executor of all) executor.kill(UNLOADED);
    await Promise.all(all.map((executor) => executor.exited));
  }

  private retire(executor: ExecutorProcess): void {
    if (!this.members.delete(executor)) return;
    this.retired.add(executor);
    if (executor.state !== 'busy') executor.kill(RECYCLED);
  }

  private async add(): Promise<LoadReport> {
    this.starting += 1;
    const executor = new ExecutorProcess(this.spec, this.settings);
    try {
      const report = await executor.start();
      this.assertUsable(executor, report);
      this.members.add(executor);
      void executor.exited.then((reason) => this.onExit(executor, reason));
      return report;
    } finally {
      this.starting -= 1;
      setImmediate(this.onAvailable);
    }
  }

  private assertUsable(executor: ExecutorProcess, report: LoadReport): void {
    const limitMb = this.spec.execution.memoryLimitMb;
    if (this.closed) {
      executor.kill(UNLOADED);
      throw new ModelLoadError(UNLOADED);
    }
    if (report.rssMb > limitMb) {
      executor.kill('it needs more memory than its limit');
      throw new ModelLoadError(
        `it needs ${report.rssMb} MB once loaded and its limit is ${limitMb} MB; raise execution.memory_limit_mb or MODEL_MEMORY_LIMIT_MB`,
      );
    }
  }

  private onExit(executor: ExecutorProcess, reason: string): void {
    this.members.delete(executor);
    if (this.retired.delete(executor) || this.closed) return;
    clearTimeout(this.stableTimer);
    this.restartCount += 1;
    const delayMs = this.crashes.recordExit();
    if (executor.endedBecause === undefined) this.observer.executorCrashed(reason, delayMs);
    this.observer.crashLoop(this.crashes.isLooping, reason);
    if (this.members.size + this.starting === 0) this.respawnIn(delayMs);
  }

  private respawnIn(delayMs: number): void {
    clearTimeout(this.respawnTimer);
    this.respawnTimer = setTimeout(() => {
      if (this.closed) return;
      this.add().then(
        () => this.watchStability(),
        (error: Error) => {
          if (this.closed) return;
          const nextMs = Math.max(this.crashes.recordExit(), 100);
          this.observer.executorCrashed(error.message, nextMs);
          this.observer.crashLoop(this.crashes.isLooping, error.message);
          this.respawnIn(nextMs);
        },
      );
    }, delayMs);
  }

  private watchStability(): void {
    if (!this.crashes.isLooping) return;
    this.stableTimer = setTimeout(() => {
      this.crashes.forget();
      this.observer.crashLoop(false, '');
    }, STABLE_AFTER_MS);
  }
}
