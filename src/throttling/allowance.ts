import { Injectable } from '@nestjs/common';
import {
  DEFAULT_IPV6_SUBNET_PREFIX,
  InjectThrottlerStorage,
  normalizeIp,
  type ThrottlerStorage,
} from '@nestjs/throttler';

import { AppError } from '../common/errors.js';
import { Env } from '../config/env.js';
import { Metrics } from '../metrics/metrics.js';

/** Name of the one limit, as the RateLimit header fields show it. */
export const ALLOWANCE_NAME = 'default';

/** What an address has left of its window. */
export interface AllowanceLeft {
  readonly limit: number;
  readonly windowSeconds: number;
  readonly remaining: number;
  /** Until the window ends. */
  readonly secondsLeft: number;
  /** What the caller is to be told when nothing is left; else null. */
  readonly fault: AppError | null;
}

/** The allowance of one address over everything that it asks, whichever protocol it speaks. */
@Injectable()
export class Allowance {
  constructor(
    private readonly env: Env,
    private readonly metrics: Metrics,
    @InjectThrottlerStorage() private readonly storage: ThrottlerStorage,
  ) {}

  get isOn(): boolean {
    return this.env.RATE_LIMIT_ENABLED;
  }

  /** Counts one request of the address, or of the network of an IPv6 address. */
  async take(address: string): Promise<AllowanceLeft> {
    const { RATE_LIMIT_REQUESTS: limit, RATE_LIMIT_WINDOW: windowSeconds } = this.env;
    const key = `${ALLOWANCE_NAME}:${normalizeIp(address, DEFAULT_IPV6_SUBNET_PREFIX)}`;
    const record = await this.storage.increment(key, windowSeconds * 1000, limit, 0, ALLOWANCE_NAME);
    if (record.isBlocked) this.metrics.rateLimited();
    const retryAfterSeconds = record.timeToBlockExpire;
    return {
      limit,
      windowSeconds,
      remaining: Math.max(0, limit - record.totalHits),
      secondsLeft: record.timeToExpire,
      fault: record.isBlocked
        ? new AppError(
            'RATE_LIMIT_EXCEEDED',
            { limit, window_seconds: windowSeconds, retry_after_seconds: retryAfterSeconds },
            { retryAfterSeconds },
          )
        : null,
    };
  }
}
