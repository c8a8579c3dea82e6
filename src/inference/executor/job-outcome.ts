import { AppError } from '../../common/errors.js';
import type { ExecutorJob, JobOutcome, StageTimings } from '../executor-protocol.js';
import type { ModelSpec } from '../model-spec.js';
import { safeReason } from './safe-reason.js';

export const noTimings = (): StageTimings => ({ decode: 0, preprocess: 0, run: 0, postprocess: 0 });

/** @throws AppError DEADLINE_EXCEEDED: work that is too late is never started */
export function assertInTime(job: ExecutorJob, { name }: ModelSpec): void {
  if (Date.now() < job.deadlineAt) return;
  throw new AppError('DEADLINE_EXCEEDED', { model: name, deadline_ms: job.deadlineMs });
}

/** The outcome of a job that an error ended; what is not ours becomes MODEL_INFERENCE_FAILED with a reason without paths. */
export function failedOutcome(job: ExecutorJob, error: unknown, { name }: ModelSpec): JobOutcome {
  const fault =
    error instanceof AppError
      ? error
      : new AppError('MODEL_INFERENCE_FAILED', { model: name, reason: safeReason(error) });
  return { id: job.id, ok: false, error: fault.toWire() };
}
