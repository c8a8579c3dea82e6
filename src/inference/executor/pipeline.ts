import { AppError } from '../../common/errors.js';
import type {
  ExecutorJob,
  ExecutorLimits,
  JobOutcome,
  JobOutput,
  StageTimings,
} from '../executor-protocol.js';
import type { ModelSpec } from '../model-spec.js';
import type { NamedTensor } from '../tasks/task-io.js';
import { bytesOf, megabytes } from '../tensor-bytes.js';
import { drawResult } from './draw.js';
import { assertInTime, failedOutcome, noTimings } from './job-outcome.js';
import { PictureRunner } from './picture-runner.js';
import { debugPreprocess } from './preprocess-debug.js';
import { RowRunner } from './row-runner.js';
import type { Session } from './session.js';

/** From a job's input to its result, by what the input is. One batch at a time. */
export class Pipeline {
  /** null for a model that takes no pictures. */
  readonly pictures: PictureRunner | null;
  /** null for a model that takes no rows. */
  readonly rows: RowRunner | null;

  constructor(
    private readonly session: Session,
    private readonly spec: ModelSpec,
    private readonly limits: ExecutorLimits,
  ) {
    const { task } = spec;
    this.pictures = 'image' in task ? new PictureRunner(session, spec, task, limits) : null;
    this.rows = task.kind === 'tabular' ? new RowRunner(session, spec, task) : null;
  }

  /** Answers every job; a job that fails does so alone. Never rejects. */
  async run(jobs: readonly ExecutorJob[]): Promise<JobOutcome[]> {
    const pictures = this.pictures === null ? [] : jobs.filter(({ input }) => input.kind === 'image');
    const rows = this.rows === null ? [] : jobs.filter(({ input }) => input.kind === 'row');
    const outcomes = pictures.length > 0 ? await this.pictures!.run(pictures) : [];
    if (rows.length > 0) outcomes.push(...(await this.rows!.run(rows)));
    for (const job of jobs) {
      if (!pictures.includes(job) && !rows.includes(job)) outcomes.push(await this.runAlone(job));
    }
    return outcomes;
  }

  private async runAlone(job: ExecutorJob): Promise<JobOutcome> {
    const timings = noTimings();
    try {
      assertInTime(job, this.spec);
      const output = await this.answer(job, timings);
      return { id: job.id, ok: true, output, timings, batchSize: 1 };
    } catch (error) {
      return failedOutcome(job, error, this.spec);
    }
  }

  private async answer({ input }: ExecutorJob, timings: StageTimings): Promise<JobOutput> {
    const started = performance.now();
    switch (input.kind) {
      case 'draw': {
        const picture = await drawResult(input.bytes, this.limits, input.result, input.format);
        timings.postprocess = performance.now() - started;
        return { kind: 'picture', ...picture };
      }
      case 'debug': {
        const report = await debugPreprocess(input.bytes, input.region, this.spec, this.limits);
        timings.preprocess = performance.now() - started;
        return { kind: 'debug', report };
      }
      case 'tensors': {
        const outputs = await this.session.run(input.tensors);
        timings.run = performance.now() - started;
        this.assertSendable(outputs);
        return { kind: 'result', result: { outputs } };
      }
      case 'image':
        throw new AppError('NO_INPUT', { expected: 'rows or tensors, since this model takes no pictures' });
      case 'row':
        throw new AppError('NO_INPUT', { expected: 'a picture or tensors, since this model takes no rows' });
    }
  }

  /** A model may answer with more than the server has memory for. */
  private assertSendable(outputs: readonly NamedTensor[]): void {
    const bytes = bytesOf(outputs);
    const { maxTensorBytes } = this.limits;
    if (bytes <= maxTensorBytes) return;
    const reason = `its outputs take ${megabytes(bytes)}, more than the ${megabytes(maxTensorBytes)} of MAX_TENSOR_BYTES`;
    throw new AppError('MODEL_INFERENCE_FAILED', { model: this.spec.name, reason });
  }
}
