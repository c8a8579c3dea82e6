import { Logger } from '@nestjs/common';

const INTERVAL_MS = 1000;

/** One line a second for all refusals of the short way: a line each would cost more than they do. */
export class RefusalLog {
  private readonly logger = new Logger('Shedding');
  private readonly counts = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  refused(route: string): void {
    this.counts.set(route, (this.counts.get(route) ?? 0) + 1);
    this.timer ??= setTimeout(() => this.write(), INTERVAL_MS).unref();
  }

  private write(): void {
    this.timer = undefined;
    for (const [route, refused] of this.counts)
      this.logger.log('requests refused in front of the framework', { route, refused });
    this.counts.clear();
  }
}
