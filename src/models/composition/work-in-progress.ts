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
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.closed) throw new AppError('SHUTTING_DOWN');
    let end: (fault: AppError) => void = () => {};
    const stopped = new Promise<never>((_resolve, reject) => (end = reject));
    this.open.add(end);
    try {
      return await Promise.race([work(), stopped]);
    } finally {
      this.open.delete(end);
      if (this.open.size === 0) this.drained?.();
    }
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
    for (const end of this.open) end(fault);
  }
}
