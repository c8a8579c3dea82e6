import type { ExecutorJob, JobOutcome } from '../executor-protocol.js';
import type { ModelSpec, TabularSpec } from '../model-spec.js';
import { tabularResult } from '../tasks/tabular-result.js';
import { rowTensors } from '../tasks/tabular-tensors.js';
import type { NamedTensor, RowValues } from '../tasks/task-io.js';
import { assertInTime, failedOutcome, noTimings } from './job-outcome.js';

/** What it needs of a loaded model. */
export interface RowSession {
  run(inputs: readonly NamedTensor[]): Promise<NamedTensor[]>;
}

/** Runs rows that came together as one batch, and hands each its own answer. */
export class RowRunner {
  /** Rows that the graph insists on, or null when it takes any number. */
  private readonly fixedBatch: number | null;
  /** Most rows that one run answered. */
  largestRun = 0;

  constructor(
    private readonly session: RowSession,
    private readonly spec: ModelSpec,
    private readonly task: TabularSpec,
  ) {
    const sizes = spec.inputs.map(({ dims }) => dims[0]).filter((size) => typeof size === 'number');
    this.fixedBatch = sizes[0] ?? null;
  }

  /** Answers every job; a job that fails does so alone. Never rejects. */
  async run(jobs: readonly ExecutorJob[]): Promise<JobOutcome[]> {
    const limit = this.fixedBatch ?? jobs.length;
    const outcomes: JobOutcome[] = [];
    for (let start = 0; start < jobs.length; start += limit) {
      outcomes.push(...(await this.runTogether(jobs.slice(start, start + limit))));
    }
    return outcomes;
  }

  private async runTogether(jobs: readonly ExecutorJob[]): Promise<JobOutcome[]> {
    const { inputs } = this.spec;
    const { features, head } = this.task;
    const size = this.fixedBatch ?? jobs.length;
    try {
      for (const job of jobs) assertInTime(job, this.spec);
      const started = performance.now();
      const tensors = rowTensors(jobs.map(valuesOf), features, inputs, size);
      const filled = performance.now();
      const outputs = await this.session.run(tensors);
      const ran = performance.now();
      this.largestRun = Math.max(this.largestRun, jobs.length);
      return jobs.map((job, row): JobOutcome => {
        const timings = { ...noTimings(), preprocess: (filled - started) / jobs.length, run: ran - filled };
        try {
          const before = performance.now();
          const result = tabularResult(outputs, row, size, head, job.options);
          timings.postprocess = performance.now() - before;
          return {
            id: job.id,
            ok: true,
            output: { kind: 'result', result },
            timings,
            batchSize: jobs.length,
          };
        } catch (error) {
          return failedOutcome(job, error, this.spec);
        }
      });
    } catch (error) {
      // One bad row must not fail its neighbours: what cannot run together runs alone.
      if (jobs.length === 1) return [failedOutcome(jobs[0] as ExecutorJob, error, this.spec)];
      const alone: JobOutcome[] = [];
      for (const job of jobs) alone.push(...(await this.runTogether([job])));
      return alone;
    }
  }
}

function valuesOf({ input }: ExecutorJob): RowValues {
  if (input.kind !== 'row') throw new Error('is not a row');
  return input.values;
}
