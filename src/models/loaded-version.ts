import { AppError } from '../common/errors.js';
import { submitting } from '../common/request-context.js';
import type { Admission } from '../inference/admission.js';
import type { GroupStatus, JobRequest, JobSuccess } from '../inference/executor-group.js';
import type { LoadReport } from '../inference/executor-process.js';
import type { ModelSpec } from '../inference/model-spec.js';
import type { ProbeReport } from '../inference/probe-report.js';
import type { DerivedVersion } from './derive/derived-version.js';
import { GOLDEN_DEADLINE_MS, GoldenCheck } from './golden/golden-check.js';
import type { GoldenReport } from './golden/golden-report.js';
import { rowsOf } from './tensor-batch.js';
import type { VersionEngine } from './version-engine.js';
import { mayFollow, type VersionState } from './version-state.js';
import { VersionStatistics } from './version-statistics.js';

/** A failed version is tried again by the next request, but not more often than this. */
const RETRY_AFTER_FAILURE_MS = 30_000;

const UNLOADED_BY_OPERATOR = 'an operator unloaded it; load it again with POST /v1/models/{model}/load';

export interface VersionStatus {
  readonly state: VersionState;
  readonly reason: string | null;
  readonly load: LoadReport | null;
  readonly engine: GroupStatus | null;
  /** null when the version has no golden samples. */
  readonly golden: { readonly samples: number; readonly last: GoldenReport | null } | null;
}

/** Makes the executors of a version; `onCrashLoop` tells about crash loops, `admission` decides about new processes. */
export type EngineMaker = (
  spec: ModelSpec,
  onCrashLoop: (isLooping: boolean, reason: string) => void,
  admission: Admission,
) => VersionEngine;

/** One version of a model: its state and its executors. */
export class LoadedVersion {
  readonly statistics = new VersionStatistics();
  private current: VersionState = 'unloaded';
  private why: string | null = null;
  private failedAt = 0;
  private parked = false;
  private loading: Promise<void> = Promise.resolve();
  private holders = 0;
  private released: (() => void) | undefined;
  private group: VersionEngine | undefined;
  private report: LoadReport | null = null;
  private readonly golden: GoldenCheck | null;

  constructor(
    readonly derived: DerivedVersion,
    private readonly makeGroup: EngineMaker,
    private readonly onState: (version: LoadedVersion, from: VersionState) => void,
    onGolden: (version: LoadedVersion, report: GoldenReport) => void,
  ) {
    const { golden } = derived;
    this.golden = golden ? new GoldenCheck(golden, (report) => onGolden(this, report)) : null;
  }

  get spec(): ModelSpec {
    return this.derived.spec;
  }

  get state(): VersionState {
    return this.current;
  }

  get reason(): string | null {
    return this.why;
  }

  /** Whether an operator unloaded it: no request loads it again. */
  get isParked(): boolean {
    return this.parked;
  }

  /** Whether requests are answered: it is ready, or is one that its first request loads and that waits for it. */
  get takesRequests(): boolean {
    if (this.current === 'ready') return true;
    const isOnDemand = !this.spec.execution.preload && !this.parked;
    return isOnDemand && (this.current === 'unloaded' || this.current === 'loading');
  }

  /** @throws AppError MODEL_NOT_READY when an operator unloaded it */
  assertServed(): this {
    if (this.parked) throw this.notReady();
    return this;
  }

  /**
   * Counts somebody who is going to submit something, until the function that comes back is called: a version that is
   * replaced or unloaded goes on for those who hold it.
   */
  hold(): () => void {
    this.holders += 1;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.holders -= 1;
      if (this.holders === 0) this.released?.();
    };
  }

  /** Keeps requests from loading it, before it is loaded at all or while it is unloaded. */
  park(): void {
    this.parked = true;
  }

  /** Starts the executors, or waits until they have started. Never rejects: a failure is the state `failed` with its reason. */
  load(): Promise<void> {
    this.parked = false;
    if (this.current === 'unloaded' || this.current === 'failed') this.loading = this.startGroup();
    return this.loading;
  }

  /** As VersionEngine.assertRoom. @throws AppError QUEUE_FULL, MODEL_NOT_READY */
  assertRoom(arriving?: number): void {
    this.usableGroup().assertRoom(arriving);
  }

  /** Whether it would refuse a request because too many wait; asked instead of `assertRoom` where an exception is too dear. */
  isFullFor(arriving: number): boolean {
    return this.state === 'ready' && this.group?.isFullFor?.(arriving) === true;
  }

  /**
   * Runs one request. While the model is loading the request waits in the queue; an unloaded model is loaded for it.
   *
   * @throws AppError MODEL_NOT_READY, and as VersionEngine.submit
   */
  async submit(request: JobRequest): Promise<JobSuccess> {
    submitting();
    const run = (): Promise<JobSuccess> => this.usableGroup().submit(request);
    if (request.input.kind === 'draw' || request.input.kind === 'debug') return run();
    return this.statistics.observe(rowsOf(request.input, this.spec), async () => run());
  }

  async isAlive(timeoutMs: number): Promise<boolean> {
    return this.state === 'ready' && ((await this.group?.isAlive(timeoutMs)) ?? false);
  }

  /** Runs the warm-up input again; undefined when every executor is busy. */
  async probe(): Promise<ProbeReport | undefined> {
    if (this.state !== 'ready' || !this.group)
      return { ok: false, reason: this.why ?? `it is ${this.state}`, runMs: 0 };
    return this.group.probe();
  }

  /**
   * Runs the golden samples on what serves now; a version that is not loaded is loaded, which runs them too. One that
   * gives a wrong answer serves no longer.
   *
   * @param deadlineMs for each sample
   */
  async verify(deadlineMs = GOLDEN_DEADLINE_MS): Promise<GoldenReport> {
    if (this.state !== 'ready') {
      if (!this.parked) await this.load();
      return this.standing();
    }
    const { group } = this;
    if (!this.golden || !group) return this.standing();
    const report = await this.golden.run((request) => group.submit(request), deadlineMs);
    if (report.failures.length > 0) await this.fail(group, report.reason ?? 'its golden samples failed');
    return report;
  }

  status(): VersionStatus {
    return {
      state: this.state,
      reason: this.why,
      load: this.report,
      engine: this.group?.status() ?? null,
      golden: this.golden && { samples: this.golden.samples, last: this.golden.last },
    };
  }

  /** Finishes the work of those who hold it, for at most `timeoutMs`, and returns the memory. */
  async unload(timeoutMs: number): Promise<void> {
    if (this.state === 'unloaded' || this.state === 'draining') return;
    const giveUpAt = Date.now() + timeoutMs;
    this.move('draining');
    await this.untilReleased(timeoutMs);
    await this.group?.drain(Math.max(0, giveUpAt - Date.now()));
    this.group = undefined;
    this.move('unloaded');
  }

  private async startGroup(): Promise<void> {
    const previous = this.group;
    this.move('loading');
    const group = this.makeGroup(this.spec, (isLooping, reason) => this.onCrashLoop(isLooping, reason), {
      admit: async (run) => this.golden?.admit(run),
      refused: (reason) => void this.fail(group, reason),
    });
    this.group = group;
    await previous?.stop();
    try {
      this.report = await group.start();
      if (this.group === group && this.state === 'loading') this.move('ready');
    } catch (error) {
      await this.fail(group, (error as Error).message);
    }
  }

  /** What answers wrongly, or not at all, is ended; what waits for it is told why. */
  private async fail(group: VersionEngine, reason: string): Promise<void> {
    if (this.group !== group || this.state === 'draining' || this.state === 'unloaded') return;
    // In a crash loop it has failed already; now nothing tries again by itself.
    if (this.state === 'failed') this.why = reason;
    else this.move('failed', reason);
    this.failedAt = Date.now();
    this.group = undefined;
    await group.stop(this.notReady());
  }

  /** The latest report of a version whose samples have just been run, or cannot be. */
  private standing(): GoldenReport {
    const last = this.golden?.last;
    if (last && this.state === 'ready') return last;
    const isReady = this.state === 'ready';
    return {
      ok: isReady,
      samples: this.golden?.samples ?? 0,
      passed: 0,
      failures: last?.failures ?? [],
      unanswered: [],
      reason: isReady ? null : (this.why ?? `it is ${this.state}`),
      ranAt: last?.ranAt ?? new Date(),
    };
  }

  private async untilReleased(timeoutMs: number): Promise<void> {
    if (this.holders === 0) return;
    await new Promise<void>((resolve) => {
      const limit = setTimeout(resolve, timeoutMs);
      this.released = () => {
        clearTimeout(limit);
        resolve();
      };
    });
    this.released = undefined;
  }

  private usableGroup(): VersionEngine {
    const retryDue = this.state === 'failed' && Date.now() - this.failedAt > RETRY_AFTER_FAILURE_MS;
    const crashLooping = this.group?.status().crashLooping ?? false;
    if ((this.state === 'unloaded' && !this.parked) || (retryDue && !crashLooping)) void this.load();
    const isOpen =
      this.state === 'loading' || this.state === 'ready' || (this.state === 'draining' && this.holders > 0);
    if (isOpen && this.group) return this.group;
    throw this.notReady();
  }

  private notReady(): AppError {
    const { name: model, version } = this.spec;
    const why = this.parked ? UNLOADED_BY_OPERATOR : this.why;
    const reason = why === null ? {} : { reason: why };
    const retryAfterSeconds = this.state === 'failed' ? RETRY_AFTER_FAILURE_MS / 1000 : 1;
    return new AppError(
      'MODEL_NOT_READY',
      { model, version, state: this.state, ...reason },
      { retryAfterSeconds },
    );
  }

  private onCrashLoop(isLooping: boolean, reason: string): void {
    if (isLooping && this.state === 'ready') this.move('failed', `its process keeps ending: ${reason}`);
    else if (!isLooping && this.state === 'failed' && this.group) this.move('ready');
  }

  private move(to: VersionState, reason: string | null = null): void {
    const from = this.current;
    if (!mayFollow(from, to)) throw new Error(`model '${this.spec.name}': ${from} cannot become ${to}`);
    this.current = to;
    this.why = reason;
    this.onState(this, from);
  }
}
