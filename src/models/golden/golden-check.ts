import { AppError, type ErrorCode } from '../../common/errors.js';
import { NotAdmitted } from '../../inference/admission.js';
import { ModelLoadError } from '../../inference/executor-process.js';
import type { RunJob } from '../../inference/job-request.js';
import { compareResults } from '../../inference/tasks/compare-results.js';
import type { GoldenCase, GoldenSet } from './golden-case.js';
import {
  differenceSentence,
  failureSentence,
  type GoldenFailure,
  type GoldenReport,
} from './golden-report.js';

/** The engine was not able to run it now: that says nothing about the model. */
const NOT_RUN: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'QUEUE_FULL',
  'DEADLINE_EXCEEDED',
  'INFERENCE_TIMEOUT',
  'SHUTTING_DOWN',
  'MODEL_NOT_READY',
  'CLIENT_CLOSED_REQUEST',
]);

/** For each sample: as long as a slow request may take by default. */
export const GOLDEN_DEADLINE_MS = 30_000;

/** Runs the golden samples of a version, past cache and history, and remembers what came of it. */
export class GoldenCheck {
  private report: GoldenReport | null = null;

  /** @param onReport told after each run of all samples */
  constructor(
    private readonly golden: GoldenSet,
    private readonly onReport: (report: GoldenReport) => void,
  ) {}

  get samples(): number {
    return this.golden.cases.length;
  }

  /** The latest report; null before the first run. */
  get last(): GoldenReport | null {
    return this.report;
  }

  /**
   * Runs every sample on something new that takes no requests yet.
   *
   * @throws NotAdmitted when an answer is wrong, ModelLoadError when there is none
   */
  async admit(run: RunJob): Promise<void> {
    const { failures, reason } = await this.run(run, GOLDEN_DEADLINE_MS);
    if (reason === null) return;
    throw failures.length > 0 ? new NotAdmitted(reason) : new ModelLoadError(reason);
  }

  /**
   * Runs every sample, one after another.
   *
   * @param run what is checked: one new process, or the engine that serves
   * @param deadlineMs for each sample
   * @throws whatever `run` rejects with that is no AppError: what is checked is gone
   */
  async run(run: RunJob, deadlineMs: number): Promise<GoldenReport> {
    const failures: GoldenFailure[] = [];
    const unanswered: GoldenFailure[] = [];
    for (const sample of this.golden.cases) {
      try {
        const reason = await answerFault(sample, run, deadlineMs);
        if (reason !== null) failures.push({ sample: sample.name, reason });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        const list = NOT_RUN.has(error.code) ? unanswered : failures;
        list.push({ sample: sample.name, reason: error.message });
      }
    }
    const passed = this.samples - failures.length - unanswered.length;
    const report = {
      ok: passed === this.samples,
      samples: this.samples,
      passed,
      failures,
      unanswered,
      reason: failureSentence({ failures, unanswered }),
      ranAt: new Date(),
    };
    this.report = report;
    this.onReport(report);
    return report;
  }
}

/** What is wrong with the answer to a sample; null when nothing is. */
async function answerFault(
  { input, options, expected, tolerance }: GoldenCase,
  run: RunJob,
  deadlineMs: number,
): Promise<string | null> {
  const { output } = await run({ input, options, deadlineMs, deadlineAt: Date.now() + deadlineMs });
  if (output.kind !== 'result') return 'it was answered with a picture';
  const { agree, differences } = compareResults(expected, output.result, tolerance);
  return agree ? null : differenceSentence(differences);
}
