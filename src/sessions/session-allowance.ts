import { Injectable } from '@nestjs/common';

import { AppError } from '../common/errors.js';
import { Env } from '../config/env.js';
import { Metrics } from '../metrics/metrics.js';
import { SharedWindowStorage } from '../throttling/shared-window-storage.js';

/** What a session may still do in its window. */
export interface Allowance {
  readonly limit: number;
  readonly windowSeconds: number;
  readonly remaining: number;
  /** Until the window ends. */
  readonly seconds: number;
}

/** Pictures that one session may send in RATE_LIMIT_WINDOW, over all servers that share a Redis. */
@Injectable()
export class SessionAllowance {
  constructor(
    private readonly env: Env,
    private readonly metrics: Metrics,
    private readonly windows: SharedWindowStorage,
  ) {}

  /**
   * Counts one picture.
   *
   * @param told is given the state of the window also when it is used up
   * @throws AppError RATE_LIMIT_EXCEEDED
   */
  async take(sessionId: string, told: (allowance: Allowance) => void = () => undefined): Promise<void> {
    const {
      RATE_LIMIT_ENABLED,
      SESSION_RATE_LIMIT_REQUESTS: limit,
      RATE_LIMIT_WINDOW: windowSeconds,
    } = this.env;
    if (!RATE_LIMIT_ENABLED) return;
    const record = await this.windows.increment(`session:${sessionId}`, windowSeconds * 1000, limit);
    const { totalHits, timeToExpire, isBlocked } = record;
    told({ limit, windowSeconds, remaining: Math.max(0, limit - totalHits), seconds: timeToExpire });
    if (!isBlocked) return;
    this.metrics.rateLimited();
    throw new AppError(
      'RATE_LIMIT_EXCEEDED',
      { limit, window_seconds: windowSeconds, retry_after_seconds: timeToExpire },
      { retryAfterSeconds: timeToExpire },
    );
  }
}
