/** As long as a client is told to wait. */
const EVERY_MS = 30_000;

/** Looks again, time and again, at models that could not be made for a reason that may pass: their files do not change when it does. */
export class FaultRetry {
  private timer: NodeJS.Timeout | undefined;

  /** @param again never rejects */
  constructor(
    private readonly names: () => string[],
    private readonly again: (names: string[]) => Promise<void>,
    private readonly everyMs = EVERY_MS,
  ) {}

  start(): void {
    this.timer = setTimeout(() => void this.look(), this.everyMs).unref();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private async look(): Promise<void> {
    const names = this.names();
    if (names.length > 0) await this.again(names);
    if (this.timer) this.start();
  }
}
