import { getPriority, setPriority } from 'node:os';

/**
 * Lets a process that has just been started wait while this one has something to do. Models take every core that there is, and
 * saying no, liveness and cached answers take a moment each: they must not wait for a run's turn to be over. A machine with cores to
 * spare does not notice.
 *
 * To be called right after the start: the threads that a process makes later inherit it, those that it has keep theirs.
 *
 * @param by 0 to 19, as the niceness of Unix
 */
export function standBack(pid: number | undefined, by: number): void {
  if (pid === undefined || by === 0) return;
  try {
    setPriority(pid, Math.min(19, getPriority() + by));
  } catch {
    // It is gone already, or the system does not let us: it runs all the same.
  }
}
