import sharp from 'sharp';

import type { ExecutorJob, JobOutcome } from '../executor-protocol.js';
import type { ImageInputSpec, ModelSpec, PictureTaskSpec } from '../model-spec.js';
import type { ProbeReport } from '../probe-report.js';
import type { PictureRunner } from './picture-runner.js';
import type { Pipeline } from './pipeline.js';

/** Scores of one picture may differ by this much between two runs before the model counts as changed; larger values by this part. */
const PROBE_TOLERANCE = 1e-3;

/** Thresholds off: every picture then gives scores to compare. */
const COMPARE_ALL = { scoreThreshold: 0.01, topK: 5, maxDetections: 20 } as const;

export interface WarmupReport {
  /** Most requests in one run for which the answers were seen to be the same as alone. */
  readonly maxBatch: number;
  readonly notes: readonly string[];
}

/**
 * Real runs before the first request: they compile the hot code, fill the allocators, and show whether a batch gives
 * each picture the answer that it gets alone. Keeps the input and its answer, so that a probe can ask for it again.
 */
export class Warmup {
  private reference: readonly number[] | undefined;
  private picture: Uint8Array | undefined;

  constructor(
    private readonly pipeline: Pipeline,
    private readonly spec: ModelSpec,
  ) {}

  /** @throws Error when the model does not run at all */
  async run(): Promise<WarmupReport> {
    const { task, execution } = this.spec;
    const { pictures } = this.pipeline;
    if (!pictures || !('image' in task)) {
      return { maxBatch: 1, notes: ['not warmed up: a valid input cannot be guessed for raw tensors'] };
    }
    this.picture = await syntheticPicture(task.image, 1);
    // Alone means alone: the variants of one picture would share a run otherwise.
    pictures.limitBatch(1);
    for (let run = 0; run < execution.warmupRuns; run += 1)
      this.reference = await this.answer([this.picture], 0);
    pictures.limitBatch(execution.maxBatch);
    if (execution.maxBatch === 1 || this.reference === undefined)
      return { maxBatch: execution.maxBatch, notes: [] };
    const note = await this.batchFault(pictures, this.picture, this.reference);
    if (note === null) return { maxBatch: execution.maxBatch, notes: [] };
    pictures.limitBatch(1);
    return { maxBatch: 1, notes: [`batching is off: ${note}`] };
  }

  /** Runs the warm-up picture again and compares with the answer at load. */
  async probe(): Promise<ProbeReport> {
    const started = performance.now();
    if (!this.picture) return { ok: true, runMs: 0 };
    try {
      const scores = await this.answer([this.picture], 0);
      const runMs = performance.now() - started;
      this.reference ??= scores;
      return isClose(scores, this.reference)
        ? { ok: true, runMs }
        : { ok: false, reason: 'the answer to the warm-up picture is not the one at load', runMs };
    } catch (error) {
      return { ok: false, reason: (error as Error).message, runMs: performance.now() - started };
    }
  }

  /**
   * A declared dynamic batch dimension does not mean that another size runs, and a dynamically quantised model lets
   * neighbours in a batch change each other's answers. Both are seen here, not assumed.
   *
   * @returns null when a picture gets the same answer beside another one as alone
   */
  private async batchFault(
    pictures: PictureRunner,
    first: Uint8Array,
    alone: readonly number[],
  ): Promise<string | null> {
    const second = await syntheticPicture((this.spec.task as PictureTaskSpec).image, 2);
    try {
      const together = await this.answer([second, first], 1);
      if (pictures.largestRun < 2) return 'a batch of two does not run (it only runs one picture at a time)';
      return isClose(together, alone) ? null : 'a picture gets another answer beside others than alone';
    } catch (error) {
      return `a batch of two does not run (${(error as Error).message})`;
    }
  }

  /** Scores and boxes of one picture of a batch, as plain numbers. */
  private async answer(pictures: readonly Uint8Array[], index: number): Promise<number[]> {
    const jobs = pictures.map<ExecutorJob>((bytes, id) => ({
      id,
      deadlineAt: Number.MAX_SAFE_INTEGER,
      deadlineMs: Number.MAX_SAFE_INTEGER,
      input: { kind: 'image', bytes },
      options: COMPARE_ALL,
    }));
    const outcomes = await this.pipeline.run(jobs);
    const outcome = outcomes.find(({ id }) => id === index) as JobOutcome;
    if (!outcome.ok) throw new Error(String(outcome.error.details['reason'] ?? outcome.error.code));
    return numbersOf(outcome);
  }
}

function numbersOf(outcome: Extract<JobOutcome, { ok: true }>): number[] {
  if (outcome.output.kind !== 'result') return [];
  const { result } = outcome.output;
  if ('classes' in result) return result.classes.flatMap(({ class_id, score }) => [class_id, score]);
  if ('detections' in result) return result.detections.map(({ score }) => score);
  if ('values' in result) return result.values.map(({ value }) => value);
  return [];
}

function isClose(one: readonly number[], other: readonly number[]): boolean {
  return (
    one.length === other.length &&
    one.every((value, i) => {
      const expected = other[i] as number;
      return Math.abs(value - expected) <= PROBE_TOLERANCE * Math.max(1, Math.abs(expected));
    })
  );
}

/** A picture with edges, gradients and texture, always the same for a seed, twice as large as the input. */
async function syntheticPicture(image: ImageInputSpec, seed: number): Promise<Uint8Array> {
  const width = Math.max(16, image.width * 2);
  const height = Math.max(16, image.height * 2);
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const inside = (x * 3) % width < width / 2 !== (y * 2 * seed) % height < height / 2;
      pixels[at++] = (255 * x) / width;
      pixels[at++] = inside ? 220 : 40 * seed;
      pixels[at++] = (x * seed * 7 + y * 13) & 255;
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 85 })
    .toBuffer();
}
