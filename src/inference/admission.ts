import { ModelLoadError } from './executor-process.js';
import type { RunJob } from './job-request.js';

/**
 * Decides whether something new may take requests. Engines ask after every start of a process, the first one included,
 * and before the process gets any work; something made of other versions asks when it starts.
 */
export interface Admission {
  /**
   * @param run runs jobs on the new one alone, one after another
   * @throws NotAdmitted when it answers wrongly
   */
  admit(run: RunJob): Promise<void>;
  /** A new process in place of the last one was not admitted: nothing is left that answers. Must not throw. */
  refused(reason: string): void;
}

/** It starts and runs, but its answers are not the ones that are expected of it; `message` is for operators. */
export class NotAdmitted extends ModelLoadError {}
