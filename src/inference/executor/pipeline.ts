import { AppError } from '../../common/errors.js';
import type { DecodeLimits, ExecutorJob, JobOutcome, StageTimings } from '../executor-protocol.js';
import type { ModelSpec } from '../model-spec.js';
import { classify } from '../tasks/image-classification.js';
import { detect } from '../tasks/object-detection.js';
import { onPicture } from '../tasks/on-picture.js';
import type { NamedTensor, Placement, TaskResult } from '../tasks/task-io.js';
import { BatchTensor } from './batch-tensor.js';
import { decodeImage, type DecodedImage } from './decode.js';
import { drawDetections } from './draw.js';
import { fillImageTensor } from './preprocess.js';
import { RowRunner } from './row-runner.js';
import { safeReason } from './safe-reason.js';
import type { Session } from './session.js';

interface DecodedJob {
  readonly job: ExecutorJob;
  readonly image: DecodedImage;
  readonly decodeMs: number;
}

/** From encoded bytes to a labelled result: decode, preprocess, run, postprocess. One batch at a time. */
export class Pipeline {
  private readonly batchTensor: BatchTensor | undefined;
  /** null for a model that takes no rows. */
  private readonly rows: RowRunner | null;

  constructor(
    private readonly session: Session,
    private readonly spec: ModelSpec,
    private readonly limits: DecodeLimits,
  ) {
    const { task } = spec;
    if ('image' in task) this.batchTensor = new BatchTensor(task.image, spec);
    this.rows = task.kind === 'tabular' ? new RowRunner(session, spec, task) : null;
  }

  /** Answers every job; a job that fails does so alone. Never rejects. */
  async run(jobs: readonly ExecutorJob[]): Promise<JobOutcome[]> {
    const pictures = jobs.filter((job) => job.input.kind === 'image');
    const rows = this.rows === null ? [] : jobs.filter((job) => job.input.kind === 'row');
    const outcomes = pictures.length > 0 ? await this.runPictures(pictures) : [];
    if (rows.length > 0) outcomes.push(...(await this.rows!.run(rows)));
    for (const job of jobs) {
      if (!pictures.includes(job) && !rows.includes(job)) outcomes.push(await this.runAlone(job));
    }
    return outcomes;
  }

  private async runPictures(jobs: readonly ExecutorJob[]): Promise<JobOutcome[]> {
    const outcomes: JobOutcome[] = [];
    const decoded: DecodedJob[] = [];
    await Promise.all(
      jobs.map(async (job) => {
        try {
          decoded.push(await this.decode(job));
        } catch (error) {
          outcomes.push(this.failed(job, error));
        }
      }),
    );
    // A fixed batch smaller than what waits together is run in several goes.
    const limit = this.batchTensor?.fixedBatch ?? decoded.length;
    for (let start = 0; start < decoded.length; start += limit) {
      outcomes.push(...(await this.runDecoded(decoded.slice(start, start + limit))));
    }
    return outcomes;
  }

  private async decode(job: ExecutorJob): Promise<DecodedJob> {
    if (job.input.kind !== 'image' || !('image' in this.spec.task)) {
      throw new AppError('NO_INPUT', { expected: 'rows or tensors, since this model takes no pictures' });
    }
    this.assertInTime(job);
    const started = performance.now();
    const { bytes, region } = job.input;
    const image = await decodeImage(bytes, this.limits, this.spec.task.image, region);
    return { job, image, decodeMs: performance.now() - started };
  }

  private async runDecoded(batch: readonly DecodedJob[]): Promise<JobOutcome[]> {
    const tensor = this.batchTensor;
    const { task } = this.spec;
    if (!tensor || !('image' in task)) return [];
    try {
      for (const { job } of batch) this.assertInTime(job);
      const started = performance.now();
      const data = tensor.forBatch(batch.length);
      const placements = batch.map(({ image }, item) =>
        fillImageTensor(image, task.image, data, item * tensor.itemLength),
      );
      const filled = performance.now();
      const outputs = await this.session.run([tensor.asTensor(data)]);
      const ran = performance.now();
      return batch.map((item, index) => {
        const timings: StageTimings = {
          decode: item.decodeMs,
          preprocess: (filled - started) / batch.length,
          run: ran - filled,
          postprocess: 0,
        };
        return this.finish(item, outputs, index, placements[index] as Placement, timings, batch.length);
      });
    } catch (error) {
      // One bad input must not fail its neighbours: what cannot run together runs alone.
      if (batch.length === 1) return [this.failed((batch[0] as DecodedJob).job, error)];
      const alone: JobOutcome[] = [];
      for (const item of batch) alone.push(...(await this.runDecoded([item])));
      return alone;
    }
  }

  private finish(
    { job, image }: DecodedJob,
    outputs: readonly NamedTensor[],
    item: number,
    placement: Placement,
    timings: StageTimings,
    batchSize: number,
  ): JobOutcome {
    try {
      const started = performance.now();
      const seen = this.postprocess(job, outputs, item, placement);
      const result = image.cut ? onPicture(seen, image.cut) : seen;
      timings.postprocess = performance.now() - started;
      return { id: job.id, ok: true, output: { kind: 'result', result }, timings, batchSize };
    } catch (error) {
      return this.failed(job, error);
    }
  }

  private postprocess(
    job: ExecutorJob,
    outputs: readonly NamedTensor[],
    item: number,
    placement: Placement,
  ): TaskResult {
    const { task } = this.spec;
    switch (task.kind) {
      case 'object-detection':
        return detect(outputs, item, task, job.options, placement);
      case 'image-classification':
        return classify(outputs, item, task, job.options, placement);
      case 'tabular':
      case 'tensor':
        return { outputs: [...outputs] };
    }
  }

  private async runAlone(job: ExecutorJob): Promise<JobOutcome> {
    const timings: StageTimings = { decode: 0, preprocess: 0, run: 0, postprocess: 0 };
    try {
      this.assertInTime(job);
      const started = performance.now();
      if (job.input.kind === 'draw') {
        const picture = await drawDetections(
          job.input.bytes,
          this.limits,
          job.input.result,
          job.input.format,
        );
        timings.postprocess = performance.now() - started;
        return { id: job.id, ok: true, output: { kind: 'picture', ...picture }, timings, batchSize: 1 };
      }
      if (job.input.kind !== 'tensors') throw new AppError('NO_INPUT', { expected: 'tensors' });
      const outputs = await this.session.run(job.input.tensors);
      timings.run = performance.now() - started;
      return { id: job.id, ok: true, output: { kind: 'result', result: { outputs } }, timings, batchSize: 1 };
    } catch (error) {
      return this.failed(job, error);
    }
  }

  /** @throws AppError DEADLINE_EXCEEDED: work that is too late is never started */
  private assertInTime(job: ExecutorJob): void {
    if (Date.now() < job.deadlineAt) return;
    throw new AppError('DEADLINE_EXCEEDED', { model: this.spec.name, deadline_ms: job.deadlineMs });
  }

  private failed(job: ExecutorJob, error: unknown): JobOutcome {
    const fault =
      error instanceof AppError
        ? error
        : new AppError('MODEL_INFERENCE_FAILED', { model: this.spec.name, reason: safeReason(error) });
    return { id: job.id, ok: false, error: fault.toWire() };
  }
}
