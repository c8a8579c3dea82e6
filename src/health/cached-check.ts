import type { HealthIndicatorResult } from '@nestjs/terminus';

/**
 * Runs a check at most once in `ttlMs`, however many probes come, and never makes a probe wait longer than `timeoutMs`:
 * then `late` is the answer. Terminus' own attempt() cannot say `degraded`.
 */
export class CachedCheck {
  private result: Promise<HealthIndicatorResult> | undefined;
  private validUntil = 0;

  constructor(
    private readonly run: () => Promise<HealthIndicatorResult>,
    private readonly late: () => HealthIndicatorResult,
    private readonly ttlMs: number = 1000,
    private readonly timeoutMs: number = 1000,
  ) {}

  get(): Promise<HealthIndicatorResult> {
    const now = Date.now();
    if (!this.result || now >= this.validUntil) {
      this.validUntil = now + this.ttlMs;
      this.result = this.limited();
    }
    return this.result;
  }

  private async limited(): Promise<HealthIndicatorResult> {
    let timeout: NodeJS.Timeout | undefined;
    const timedOut = new Promise<HealthIndicatorResult>((resolve) => {
      timeout = setTimeout(() => resolve(this.late()), this.timeoutMs);
    });
    try {
      return await Promise.race([this.run().catch(() => this.late()), timedOut]);
    } finally {
      clearTimeout(timeout);
    }
  }
}
