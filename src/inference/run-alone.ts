import { AppError } from '../common/errors.js';
import { ExecutorGone, type ExecutorProcess } from './executor-process.js';
import type { JobRequest, JobSuccess, RunJob } from './job-request.js';

/**
 * Runs jobs on one process that takes no requests yet: no queue, no batches, one after another. A job that is not
 * answered by its deadline, or within `limitMs`, ends the process.
 *
 * @returns a function that rejects with AppError as ExecutorGroup.submit, or ExecutorGone when the process ended
 */
export function runnerOn(executor: ExecutorProcess, limitMs: number): RunJob {
  let last: Promise<unknown> = Promise.resolve();
  return (request) => {
    const turn = last.then(() => runAlone(executor, request, limitMs));
    last = turn.catch(() => undefined);
    return turn;
  };
}

async function runAlone(
  executor: ExecutorProcess,
  { input, options, deadlineAt, deadlineMs }: JobRequest,
  limitMs: number,
): Promise<JobSuccess> {
  const remainingMs = Math.max(0, Math.min(deadlineAt - Date.now(), limitMs));
  const overdue = setTimeout(() => executor.kill(`it did not answer within ${remainingMs} ms`), remainingMs);
  try {
    const [outcome] = await executor.run([{ id: 0, deadlineAt, deadlineMs, input, options }]);
    if (!outcome) throw new ExecutorGone('it gave no answer');
    if (!outcome.ok) throw AppError.fromWire(outcome.error);
    return { ...outcome, queueMs: 0 };
  } catch (error) {
    throw error instanceof ExecutorGone && executor.state === 'exited'
      ? new ExecutorGone(await executor.exited)
      : error;
  } finally {
    clearTimeout(overdue);
  }
}
