import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';

import { ObjectStorage } from '../storage/object-storage.js';
import { CachedCheck } from './cached-check.js';

const DEEP_TTL_MS = 10_000;
const DEEP_TIMEOUT_MS = 5000;

/** Nothing but what is kept of uploads and results depends on it, so it is `degraded` and never `down`. */
@Injectable()
export class StorageHealth {
  private readonly shallow: CachedCheck;
  private readonly asked: CachedCheck;

  constructor(
    private readonly storage: ObjectStorage,
    private readonly indicators: HealthIndicatorService,
  ) {
    const late = (): HealthIndicatorResult => this.report('no answer in time');
    this.shallow = new CachedCheck(() => this.look(), late);
    this.asked = new CachedCheck(() => this.ask(), late, DEEP_TTL_MS, DEEP_TIMEOUT_MS);
  }

  /** What is known; a store that was found unusable is asked again, so that this ends without any upload. */
  ready(): Promise<HealthIndicatorResult> {
    return this.shallow.get();
  }

  /** Asks the store itself, at most once in 10 s. */
  deep(): Promise<HealthIndicatorResult> {
    return this.asked.get();
  }

  private async look(): Promise<HealthIndicatorResult> {
    return this.storage.status.state === 'degraded' ? this.ask() : this.report();
  }

  private async ask(): Promise<HealthIndicatorResult> {
    const reason = await this.storage.probe().then(
      () => undefined,
      (error: Error) => error.message,
    );
    return this.report(reason);
  }

  private report(fault?: string): HealthIndicatorResult {
    const indicator = this.indicators.check('storage');
    const { driver, state, reason, waiting } = this.storage.status;
    const isRemote = driver !== 'none' && driver !== 'local';
    const facts = { driver, ...(isRemote ? { waiting_objects: waiting.objects } : {}) };
    const message = fault ?? reason;
    if (state === 'off') return indicator.up({ ...facts, message: 'uploads and results are not kept' });
    return state === 'up' && message === null
      ? indicator.up(facts)
      : indicator.degraded({ ...facts, message: message ?? 'it cannot be reached' });
  }
}
