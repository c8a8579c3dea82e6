import { AppError } from '../../common/errors.js';
import type { Admission } from '../../inference/admission.js';
import type { GroupStatus } from '../../inference/executor-group.js';
import { type LoadReport, ModelLoadError } from '../../inference/executor-process.js';
import type { JobRequest, JobSuccess } from '../../inference/job-request.js';
import type { EnsembleSpec, ModelSpec } from '../../inference/model-spec.js';
import type { ProbeReport } from '../../inference/probe-report.js';
import type { PictureResult, TaskResult } from '../../inference/tasks/task-io.js';
import type { VersionEngine } from '../version-engine.js';
import { chainRegions } from './chain-regions.js';
import { combineResults, optionsForMember } from './combine-results.js';
import { memberFault, takesPictures } from './member-faults.js';
import { type FindVersion, type OtherVersion, passedOn, Referred } from './reference.js';
import { inSequence, sideBySide } from './timings.js';
import { WorkInProgress } from './work-in-progress.js';

/** Runs a version that is made of others: it has no process of its own. */
export class EnsembleEngine implements VersionEngine {
  private readonly members: readonly Referred[];
  private readonly weights: readonly number[];
  private readonly work = new WorkInProgress();
  /** The members as they were when they were last compared: that takes a while with a thousand labels. */
  private compared: { readonly specs: readonly ModelSpec[]; readonly fault: string | null } | undefined;

  constructor(
    private readonly spec: ModelSpec,
    private readonly ensemble: EnsembleSpec,
    find: FindVersion,
    private readonly admission: Admission,
  ) {
    this.members = ensemble.members.map(
      ({ model, version }) => new Referred(spec, { model, version, role: 'member' }, find),
    );
    this.weights = ensemble.members.map(({ weight }) => weight);
  }

  /** Waits for the members. @throws ModelLoadError, NotAdmitted */
  async start(): Promise<LoadReport> {
    const started = performance.now();
    const found = await Promise.all(this.members.map((member) => member.start(() => null)));
    const fault = this.fault(found);
    if (fault !== null) throw new ModelLoadError(fault);
    await this.admission.admit((request) => this.submit(request));
    const names = found.map(({ spec }) => `${spec.name}@${spec.version}`);
    return {
      loadMs: Math.round(performance.now() - started),
      warmupMs: 0,
      rssMb: 0,
      maxBatch: 1,
      notes: [`made of ${names.join(', ')}`],
    };
  }

  assertRoom(arriving?: number): void {
    for (const member of this.members) member.resolve().assertRoom(arriving);
  }

  /** @throws AppError as ExecutorGroup.submit, of the member that fails first, which the message names */
  submit(request: JobRequest): Promise<JobSuccess> {
    return this.work.run(async () => {
      const members = this.members.map((member) => member.resolve());
      const fault = this.fault(members);
      if (fault !== null) throw this.notReady(fault);
      if (request.input.kind === 'tensors' && takesPictures(this.spec.task)) {
        throw new AppError('NO_INPUT', {
          expected: 'a picture, since the members of an ensemble each make their own tensors of it',
        });
      }
      // Any process can draw; a detector's is the one that knows pictures for sure.
      if (request.input.kind === 'draw') return members[0]!.submit(passedOn(request, this.spec));
      const { combine } = this.ensemble;
      return combine === 'chain' ? this.chain(request, members) : this.merge(combine, request, members);
    });
  }

  async isAlive(timeoutMs: number): Promise<boolean> {
    const answers = await Promise.all(this.members.map((member) => member.isAlive(timeoutMs)));
    return answers.every(Boolean);
  }

  async probe(): Promise<ProbeReport | undefined> {
    const reports = await Promise.all(this.members.map((member) => probeOf(member)));
    const wrong = reports.find((report) => report?.ok === false);
    if (wrong) return wrong;
    const runMs = reports.reduce((sum, report) => sum + (report?.runMs ?? 0), 0);
    return reports.includes(undefined) ? undefined : { ok: true, runMs };
  }

  status(): GroupStatus {
    return {
      executors: [],
      waiting: 0,
      waitingBulk: 0,
      waitingBytes: 0,
      running: this.work.count,
      restarts: 0,
      crashLooping: false,
    };
  }

  drain(timeoutMs: number): Promise<void> {
    return this.work.drain(timeoutMs);
  }

  async stop(answer?: AppError): Promise<void> {
    this.work.stop(answer);
  }

  private async merge(
    combine: 'average' | 'vote',
    request: JobRequest,
    members: readonly OtherVersion[],
  ): Promise<JobSuccess> {
    const { task } = this.spec;
    const options = optionsForMember(combine, task, request.options, members.length);
    const answers = await Promise.all(
      members.map((member) => member.submit(passedOn(request, this.spec, { options }))),
    );
    const merged = combineResults(combine, answers.map(resultOf), this.weights, task, request.options);
    return { ...answers[0]!, ...sideBySide(answers), output: { kind: 'result', result: merged } };
  }

  /** The first member finds; each further one looks at every finding of the one before. */
  private async chain(request: JobRequest, members: readonly OtherVersion[]): Promise<JobSuccess> {
    const [member, ...rest] = members as [OtherVersion, ...OtherVersion[]];
    if (rest.length === 0) return member.submit(passedOn(request, this.spec));
    const found = await member.submit(passedOn(request, this.spec, { options: {} }));
    const { regions, image } = chainRegions(resultOf(found), member.spec.name);
    const answers = await Promise.all(
      regions.map(({ box }) => {
        const input = { ...request.input, region: box } as JobRequest['input'];
        return this.chain({ ...request, input }, rest);
      }),
    );
    const each = regions.map((region, index) => ({
      ...region,
      result: resultOf(answers[index]!) as PictureResult,
    }));
    const took = inSequence(found, sideBySide(answers));
    return { ...found, ...took, output: { kind: 'result', result: { regions: each, image } } };
  }

  private fault(members: readonly OtherVersion[]): string | null {
    const specs = members.map(({ spec }) => spec);
    if (!this.compared?.specs.every((spec, index) => spec === specs[index])) {
      this.compared = { specs, fault: memberFault(this.ensemble.combine, specs) };
    }
    return this.compared.fault;
  }

  private notReady(reason: string): AppError {
    const { name: model, version } = this.spec;
    return new AppError(
      'MODEL_NOT_READY',
      { model, version, state: 'failed', reason },
      { retryAfterSeconds: 30 },
    );
  }
}

function resultOf({ output }: JobSuccess): TaskResult {
  if (output.kind === 'result') return output.result;
  throw new Error('a member answered with a picture');
}

async function probeOf(member: Referred): Promise<ProbeReport | undefined> {
  try {
    return await member.resolve().probe();
  } catch (error) {
    return { ok: false, reason: (error as Error).message, runMs: 0 };
  }
}
