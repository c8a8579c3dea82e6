import { AppError } from '../../common/errors.js';
import type { DecodeLimits, ExecutorJob, JobOutcome, StageTimings } from '../executor-protocol.js';
import type { ModelSpec, PictureTaskSpec } from '../model-spec.js';
import { onPicture } from '../tasks/on-picture.js';
import { readPicture } from '../tasks/read-picture.js';
import type { PictureQuality, View } from '../tasks/task-io.js';
import { BatchTensor } from './batch-tensor.js';
import { ConstantTensors } from './constant-tensors.js';
import type { DecodedImage } from './decode.js';
import { decodePlan } from './decode-plan.js';
import { assertInTime, failedOutcome, noTimings } from './job-outcome.js';
import { PartDecoder } from './part-decoder.js';
import { measureQuality } from './picture-quality.js';
import { fillImageTensor } from './preprocess.js';
import type { Session } from './session.js';
import { variantsOf, type Variant } from './variant.js';

/** A job with its picture, and what the model has said of it so far. */
interface Picture {
  readonly job: ExecutorJob;
  readonly image: DecodedImage;
  /** null where the manifest does not ask for it. */
  readonly quality: PictureQuality | null;
  readonly views: View[];
  readonly timings: StageTimings;
  batchSize: number;
  fault: unknown;
}

/** One variant of one picture: what fills one place of a batch. */
interface Shot {
  readonly picture: Picture;
  readonly variant: Variant;
}

/** Answers jobs with pictures: decode, show every variant to the model in batches, read the answer from all of them. */
export class PictureRunner {
  private readonly tensor: BatchTensor;
  private readonly constants: ConstantTensors;
  private readonly decoder: PartDecoder;
  private readonly variants: readonly Variant[];
  private readonly plan: ReturnType<typeof decodePlan>;
  /** Most places of a run; a variant takes one. */
  private mostPlaces: number;
  /** Most places that have been in one run. */
  private mostTogether = 0;

  constructor(
    private readonly session: Session,
    private readonly spec: ModelSpec,
    private readonly task: PictureTaskSpec,
    limits: DecodeLimits,
  ) {
    this.tensor = new BatchTensor(task.image, spec);
    this.decoder = new PartDecoder(limits, task.image);
    this.constants = new ConstantTensors(task.image.constants);
    this.variants = variantsOf(spec.tta);
    this.plan = decodePlan(spec, task);
    this.mostPlaces = spec.execution.maxBatch;
  }

  /** Most places that have really been in one run. */
  get largestRun(): number {
    return this.mostTogether;
  }

  /** For a model whose batches turn out not to work. @param places at least 1; in a fixed batch the others stay empty */
  limitBatch(places: number): void {
    this.mostPlaces = places;
  }

  /** Answers every job; a job that fails does so alone. Never rejects. */
  async run(jobs: readonly ExecutorJob[]): Promise<JobOutcome[]> {
    const refused: JobOutcome[] = [];
    const pictures: Picture[] = [];
    await Promise.all(
      jobs.map(async (job) => {
        try {
          pictures.push(await this.decode(job));
        } catch (error) {
          refused.push(failedOutcome(job, error, this.spec));
        }
      }),
    );
    const shots = pictures.flatMap((picture) => this.variants.map((variant) => ({ picture, variant })));
    for (let start = 0; start < shots.length; start += this.mostPlaces) {
      await this.show(shots.slice(start, start + this.mostPlaces));
    }
    return [...refused, ...pictures.map((picture) => this.read(picture))];
  }

  private async decode(job: ExecutorJob): Promise<Picture> {
    if (job.input.kind !== 'image') throw new AppError('NO_INPUT', { expected: 'a picture' });
    assertInTime(job, this.spec);
    const started = performance.now();
    const { bytes, region } = job.input;
    const image = await this.decoder.decode(bytes, { ...this.plan, region });
    const decoded = performance.now();
    const limits = 'confidence' in this.task ? this.task.confidence?.quality : undefined;
    const quality = limits ? measureQuality(image, this.task.image, limits) : null;
    const timings = {
      ...noTimings(),
      decode: decoded - started,
      preprocess: performance.now() - decoded,
    };
    return { job, image, quality, views: [], timings, batchSize: 1, fault: undefined };
  }

  /** Runs shots together. One bad one must not fail its neighbours: what cannot run together runs alone. */
  private async show(all: readonly Shot[]): Promise<void> {
    const shots = all.filter(({ picture }) => this.isWorthwhile(picture));
    if (shots.length === 0) return;
    try {
      await this.runTogether(shots);
    } catch (error) {
      if (shots.length > 1) for (const shot of shots) await this.show([shot]);
      else for (const { picture } of shots) picture.fault = error;
    }
  }

  /** Whether a picture can still be answered in time. */
  private isWorthwhile(picture: Picture): boolean {
    if (picture.fault !== undefined) return false;
    try {
      assertInTime(picture.job, this.spec);
    } catch (error) {
      picture.fault = error;
    }
    return picture.fault === undefined;
  }

  private async runTogether(shots: readonly Shot[]): Promise<void> {
    const { tensor, constants, task } = this;
    const started = performance.now();
    const data = tensor.forBatch(shots.length);
    const placements = shots.map(({ picture, variant }, item) =>
      fillImageTensor(picture.image, task.image, data, item * tensor.itemLength, variant),
    );
    const filled = performance.now();
    const outputs = await this.session.run([
      tensor.asTensor(data),
      ...constants.forBatch(tensor.countOf(data)),
    ]);
    const ran = performance.now();
    this.mostTogether = Math.max(this.mostTogether, shots.length);
    const pictures = new Set(shots.map(({ picture }) => picture));
    for (const picture of pictures) {
      picture.timings.run += ran - filled;
      picture.batchSize = Math.max(picture.batchSize, pictures.size);
    }
    for (const [item, { picture }] of shots.entries()) {
      picture.timings.preprocess += (filled - started) / shots.length;
      picture.views.push({ outputs, item, placement: placements[item]! });
    }
  }

  private read({ job, image, quality, views, timings, batchSize, fault }: Picture): JobOutcome {
    if (fault !== undefined) return failedOutcome(job, fault, this.spec);
    try {
      const started = performance.now();
      const seen = readPicture(views, this.task, job.options, this.spec.tta);
      const placed = image.cut ? onPicture(seen, image.cut) : seen;
      const result = quality ? { ...placed, quality } : placed;
      timings.postprocess = performance.now() - started;
      return { id: job.id, ok: true, output: { kind: 'result', result }, timings, batchSize };
    } catch (error) {
      return failedOutcome(job, error, this.spec);
    }
  }
}
