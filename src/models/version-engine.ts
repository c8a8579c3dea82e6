import type { AppError } from '../common/errors.js';
import type { GroupStatus, JobRequest, JobSuccess } from '../inference/executor-group.js';
import type { LoadReport } from '../inference/executor-process.js';
import type { ProbeReport } from '../inference/probe-report.js';

/**
 * What runs the requests of a version: a group of executor processes, or something made of other versions. `start`
 * comes first and once; after `drain` or `stop` nothing is taken any more.
 */
export interface VersionEngine {
  /** @throws ModelLoadError with the reason for operators */
  start(): Promise<LoadReport>;
  /**
   * Asked before a request's body is read.
   *
   * @param arriving requests that were let in before and have not been submitted yet
   * @throws AppError QUEUE_FULL, MODEL_NOT_READY
   */
  assertRoom(arriving?: number): void;
  /** Whether a request would be refused now; without it nobody asks, and `assertRoom` decides alone. */
  isFullFor?(arriving: number): boolean;
  /** @throws AppError as ExecutorGroup.submit */
  submit(request: JobRequest): Promise<JobSuccess>;
  isAlive(timeoutMs: number): Promise<boolean>;
  /** Runs the warm-up input again; undefined when everything is busy, which is proof enough of life. */
  probe(): Promise<ProbeReport | undefined>;
  status(): GroupStatus;
  /** Lets accepted work finish, for at most `timeoutMs`, and ends. */
  drain(timeoutMs: number): Promise<void>;
  /** Ends now; what still waits or runs is answered with `answer`. */
  stop(answer?: AppError): Promise<void>;
}
