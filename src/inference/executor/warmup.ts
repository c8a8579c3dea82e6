import sharp from 'sharp';

import type { ExecutorJob, JobInput, JobOutcome } from '../executor-protocol.js';
import type { ImageInputSpec, ModelSpec, TaskSpec } from '../model-spec.js';
import type { ProbeReport } from '../probe-report.js';
import { guessedFeatures, sampleRow } from '../tasks/tabular-sample.js';
import type { Pipeline } from './pipeline.js';

/** Scores may differ by this much between two runs before the model counts as changed; larger values by this part. */
const PROBE_TOLERANCE = 1e-3;

/** Thresholds off: every input then gives scores to compare. */
const COMPARE_ALL = { scoreThreshold: 0.01, topK: 5, maxDetections: 20 } as const;

/** Tasks for which an input can be made up. */
type GuessableTask = Exclude<TaskSpec, { kind: 'tensor' }>;

export interface WarmupReport {
  /** Most requests in one run for which the answers were seen to be the same as alone. */
  readonly maxBatch: number;
  readonly notes: readonly string[];
}

/**
 * Real runs before the first request: they compile the hot code, fill the allocators, and show whether a batch gives
 * each input the answer that it gets alone. Keeps the input and its answer, so that a probe can ask for it again.
 */
export class Warmup {
  private reference: readonly number[] | undefined;
  private input: JobInput | undefined;

  constructor(
    private readonly pipeline: Pipeline,
    private readonly spec: ModelSpec,
  ) {}

  /** @throws Error when the model does not run at all */
  async run(): Promise<WarmupReport> {
    const { task, execution } = this.spec;
    const { pictures } = this.pipeline;
    if (task.kind === 'tensor') {
      return { maxBatch: 1, notes: ['not warmed up: a valid input cannot be guessed for raw tensors'] };
    }
    const input = await this.sample(task, 1);
    // Alone means alone: the variants of one picture would share a run otherwise.
    pictures?.limitBatch(1);
    try {
      for (let run = 0; run < execution.warmupRuns; run += 1) this.reference = await this.answer([input], 0);
    } catch (error) {
      const guessed = task.kind === 'tabular' ? guessedFeatures(task.features) : [];
      if (guessed.length === 0) throw error;
      const remedy = `declare categories, a range or a default for ${guessed.slice(0, 10).join(', ')}`;
      return { maxBatch: 1, notes: [`not warmed up: no valid row could be guessed; ${remedy}`] };
    }
    this.input = input;
    pictures?.limitBatch(execution.maxBatch);
    if (execution.maxBatch === 1 || this.reference === undefined)
      return { maxBatch: execution.maxBatch, notes: [] };
    const note = await this.batchFault(task, input, this.reference);
    if (note === null) return { maxBatch: execution.maxBatch, notes: [] };
    pictures?.limitBatch(1);
    return { maxBatch: 1, notes: [`batching is off: ${note}`] };
  }

  /** Runs the warm-up input again and compares with the answer at load. */
  async probe(): Promise<ProbeReport> {
    const started = performance.now();
    if (!this.input) return { ok: true, runMs: 0 };
    try {
      const scores = await this.answer([this.input], 0);
      const runMs = performance.now() - started;
      this.reference ??= scores;
      return isClose(scores, this.reference)
        ? { ok: true, runMs }
        : { ok: false, reason: 'the answer to the warm-up input is not the one at load', runMs };
    } catch (error) {
      return { ok: false, reason: (error as Error).message, runMs: performance.now() - started };
    }
  }

  /** @param seed 1 or 2, for two inputs that differ */
  private async sample(task: GuessableTask, seed: 1 | 2): Promise<JobInput> {
    if (task.kind !== 'tabular') return { kind: 'image', bytes: await syntheticPicture(task.image, seed) };
    return { kind: 'row', values: sampleRow(task.features, this.spec.inputs, seed) };
  }

  /**
   * A declared dynamic batch dimension does not mean that another size runs, and a dynamically quantised model lets
   * neighbours in a batch change each other's answers. Both are seen here, not assumed.
   *
   * @returns null when an input gets the same answer beside another one as alone
   */
  private async batchFault(
    task: GuessableTask,
    first: JobInput,
    alone: readonly number[],
  ): Promise<string | null> {
    const { pictures, rows } = this.pipeline;
    const word = task.kind === 'tabular' ? 'row' : 'picture';
    try {
      const together = await this.answer([await this.sample(task, 2), first], 1);
      const largestRun = (pictures ?? rows)?.largestRun ?? 1;
      if (largestRun < 2) return `a batch of two does not run (it only runs one ${word} at a time)`;
      return isClose(together, alone) ? null : `a ${word} gets another answer beside others than alone`;
    } catch (error) {
      return `a batch of two does not run (${(error as Error).message})`;
    }
  }

  /** Scores and values of one input of a batch, as plain numbers. */
  private async answer(inputs: readonly JobInput[], index: number): Promise<number[]> {
    const jobs = inputs.map<ExecutorJob>((input, id) => ({
      id,
      deadlineAt: Number.MAX_SAFE_INTEGER,
      deadlineMs: Number.MAX_SAFE_INTEGER,
      input,
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
  if ('values' in result) return result.values.map(({ value }) => value);
  if ('label' in result) {
    return [result.class_id ?? -1, ...result.classes.flatMap(({ class_id, score }) => [class_id, score])];
  }
  if ('classes' in result) return result.classes.flatMap(({ class_id, score }) => [class_id, score]);
  if ('detections' in result) return result.detections.map(({ score }) => score);
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
