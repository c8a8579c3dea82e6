import { AppError } from '../../common/errors.js';

/** Counts what a composed engine has accepted, so that it can end without leaving anybody without an answer. */
export class WorkInProgress {
  private readonly open = new Set<(fault: AppError) => void>();
  private closed = false;
  private drained: (() => void) | undefined;

  get count(): number {
    return this.open.size;
  }

  /** @throws AppError SHUTTING_DOWN after `drain` or `stop`; the fault given to `stop` when that comes first */
  run<T>(work: () => Promise<T>): Promise<T> {
    if (this.closed) return Promise.reject(new AppError('SHUTTING_DOWN'));
    return new Promise<T>((resolve, reject) => {
      this.open.add(reject);
      void work()
        .then(resolve, reject)
        .finally(() => {
          this.open.delete(reject);
          if (this.open.size === 0) this.drained?.();
        });
    });
  }

  /** Takes nothing new and waits for what is accepted, for at most `timeoutMs`. */
  async drain(timeoutMs: number): Promise<void> {
    this.closed = true;
    if (this.open.size === 0) return;
    await new Promise<void>((resolve) => {
      const limit = setTimeout(resolve, timeoutMs);
      this.drained = () => {
        clearTimeout(limit);
        resolve();
      };
    });
  }

  /** Ends now; what is open is answered with `fault`. */
  stop(fault: AppError = new AppError('SHUTTING_DOWN')): void {
    this.closed = true;
    for (const answer of this.open) answer(fault);
  }
}
