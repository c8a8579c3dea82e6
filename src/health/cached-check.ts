import type { HealthIndicatorResult } from '@nestjs/terminus';

/**
 * Runs a check at most once in `ttlMs`, however many probes come, and never makes a probe wait longer than `timeoutMs`:
 * then `late` is the answer. What is down is asked again after `downTtlMs`, so that nobody waits for a server that has
 * become ready meanwhile. Terminus' own attempt() cannot say `degraded`.
 */
export class CachedCheck {
  private result: Promise<HealthIndicatorResult> | undefined;
  private validUntil = 0;

  constructor(
    private readonly run: () => Promise<HealthIndicatorResult>,
    private readonly late: () => HealthIndicatorResult,
    private readonly ttlMs: number = 1000,
    private readonly timeoutMs: number = 1000,
    private readonly downTtlMs: number = ttlMs,
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
      const result = await Promise.race([this.run().catch(() => this.late()), timedOut]);
      if (isDown(result)) this.validUntil = Math.min(this.validUntil, Date.now() + this.downTtlMs);
      return result;
    } finally {
      clearTimeout(timeout);
    }
  }
}

function isDown(result: HealthIndicatorResult): boolean {
  return Object.values(result).some(({ status }) => status === 'down');
}
