import { AppError } from '../../common/errors.js';
import type { GroupStatus } from '../../inference/executor-group.js';
import type { LoadReport } from '../../inference/executor-process.js';
import type { JobInput } from '../../inference/executor-protocol.js';
import type { JobRequest, JobSuccess, RunJob } from '../../inference/job-request.js';
import type { ModelSpec, RegionSpec } from '../../inference/model-spec.js';
import type { ProbeReport } from '../../inference/probe-report.js';
import { pickRegions } from '../../inference/tasks/pick-regions.js';
import type { Box, DetectionResult, PictureResult, SeenRegion } from '../../inference/tasks/task-io.js';
import type { VersionEngine } from '../version-engine.js';
import { finderFault } from './answers-of.js';
import { emptyResult } from './empty-result.js';
import { passedOn, Referred, type FindVersion } from './reference.js';
import { inSequence, sideBySide } from './timings.js';
import { WorkInProgress } from './work-in-progress.js';

type PictureInput = Extract<JobInput, { kind: 'image' }>;
type DebugInput = Extract<JobInput, { kind: 'debug' }>;

/** Runs a version on what another model finds: the picture goes to that one first, then with a region to its own engine. */
export class RegionEngine implements VersionEngine {
  private readonly finder: Referred;
  private readonly inner: VersionEngine;
  private readonly work = new WorkInProgress();

  /**
   * @param makeInner makes what runs the version itself; gets the way to try something new of it as requests would use it
   */
  constructor(
    private readonly spec: ModelSpec,
    private readonly rule: RegionSpec,
    makeInner: (look: (request: JobRequest, run: RunJob) => Promise<JobSuccess>) => VersionEngine,
    find: FindVersion,
  ) {
    const { model, version } = rule;
    this.finder = new Referred(spec, { model, version, role: 'region model' }, find);
    this.inner = makeInner((request, run) => this.answer(request, run));
  }

  async start(): Promise<LoadReport> {
    const started = this.finder.start((spec) => finderFault(spec, this.rule.label));
    const [report] = await Promise.all([this.inner.start(), started]);
    return report;
  }

  assertRoom(arriving?: number): void {
    this.finder.resolve().assertRoom(arriving);
    this.inner.assertRoom(arriving);
  }

  /**
   * @throws AppError as ExecutorGroup.submit, of this model or of the region model, which the message names
   * @throws AppError REGION_NOT_FOUND with `fallback: error`
   */
  submit(request: JobRequest): Promise<JobSuccess> {
    return this.work.run(() => this.answer(request, (each) => this.inner.submit(each)));
  }

  async isAlive(timeoutMs: number): Promise<boolean> {
    const both = await Promise.all([this.inner.isAlive(timeoutMs), this.finder.isAlive(timeoutMs)]);
    return both.every(Boolean);
  }

  probe(): Promise<ProbeReport | undefined> {
    return this.inner.probe();
  }

  status(): GroupStatus {
    return this.inner.status();
  }

  async drain(timeoutMs: number): Promise<void> {
    const giveUpAt = Date.now() + timeoutMs;
    await this.work.drain(timeoutMs);
    await this.inner.drain(Math.max(0, giveUpAt - Date.now()));
  }

  async stop(answer?: AppError): Promise<void> {
    this.work.stop(answer);
    await this.inner.stop(answer);
  }

  private async answer(request: JobRequest, run: RunJob): Promise<JobSuccess> {
    const { input } = request;
    if (input.kind === 'debug') return run(await this.firstPart(request, input));
    return input.kind === 'image' ? this.look(request, input, run) : run(request);
  }

  private async look(request: JobRequest, input: PictureInput, run: RunJob): Promise<JobSuccess> {
    const found = await this.search(request, input);
    const seen = detectionsOf(found, this.rule.model);
    const regions = pickRegions(seen, this.rule).map(({ box, label: name, score }) => ({
      box,
      label: name,
      score,
      model: this.rule.model,
    }));
    if (regions.length === 0 && this.rule.fallback !== 'whole') return this.nothing(found, seen);
    const parts = regions.length > 0 ? regions : [whole(input, seen, this.rule.model)];
    const jobs = regions.length > 0 ? regions.map(({ box }) => onPart(request, input, box)) : [request];
    const answers = await Promise.all(jobs.map((job) => run(job)));
    const took = inSequence(found, sideBySide(answers));
    const results = answers.map((answer) => pictureResult(answer));
    const first = answers[0] as JobSuccess;
    if (this.rule.select === 'every') {
      const each = parts.map((part, index) => ({ ...part, result: results[index] as PictureResult }));
      return withResult(first, took, { regions: each, image: seen.image });
    }
    const [result] = results as [PictureResult];
    // A result by region has a place for each already; this one is said of all of them.
    return withResult(
      first,
      took,
      'regions' in result ? result : { ...result, region: parts[0] as SeenRegion },
    );
  }

  private search(request: JobRequest, input: PictureInput): Promise<JobSuccess> {
    const { label } = this.rule;
    const options = label === null ? {} : { labels: [label] };
    return this.finder.resolve().submit(passedOn(request, this.spec, { input, options }));
  }

  /** What the version would see first; the whole of the picture where a prediction would take that. */
  private async firstPart(request: JobRequest, input: DebugInput): Promise<JobRequest> {
    const found = await this.search(request, { ...input, kind: 'image' });
    const [first] = pickRegions(detectionsOf(found, this.rule.model), this.rule);
    if (first) return { ...request, input: { ...input, region: first.box } };
    if (this.rule.fallback === 'whole') return request;
    throw this.notFound();
  }

  private notFound(): AppError {
    const { model, label } = this.rule;
    return new AppError('REGION_NOT_FOUND', { model: this.spec.name, region_model: model, label });
  }

  private nothing(found: JobSuccess, { image }: DetectionResult): JobSuccess {
    const { fallback, select } = this.rule;
    if (fallback === 'error') throw this.notFound();
    const empty = select === 'every' ? { regions: [], image } : emptyResult(this.spec, image);
    return withResult(found, found, empty);
  }
}

function withResult(
  success: JobSuccess,
  took: Pick<JobSuccess, 'queueMs' | 'timings' | 'batchSize'>,
  result: PictureResult,
): JobSuccess {
  return { ...success, ...took, output: { kind: 'result', result } };
}

/** The request for one part of the picture. */
const onPart = (request: JobRequest, input: PictureInput, region: Box): JobRequest => ({
  ...request,
  input: { ...input, region },
});

/** All that the request is about: the picture, or the part of it that was asked for. */
function whole(input: PictureInput, { image }: DetectionResult, model: string): SeenRegion {
  return { box: input.region ?? { x: 0, y: 0, ...image }, label: null, score: null, model };
}

function detectionsOf({ output }: JobSuccess, model: string): DetectionResult {
  if (output.kind === 'result' && 'detections' in output.result) return output.result;
  throw new AppError('MODEL_INFERENCE_FAILED', { model, reason: 'it gave no detections to look at' });
}

function pictureResult({ output }: JobSuccess): PictureResult {
  if (output.kind === 'result' && 'image' in output.result) return output.result;
  throw new Error('a model that looks at regions gave a result that is not of a picture');
}
