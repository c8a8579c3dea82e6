import { setTimeout as delay } from 'node:timers/promises';

import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { AppError, type ErrorCode } from '../../common/errors.js';
import { Env } from '../../config/env.js';
import { DatabaseService } from '../../database/database.service.js';
import type { WarmedOutcome } from '../../metrics/cache-work.js';
import { Metrics } from '../../metrics/metrics.js';
import { LoadedVersion } from '../../models/loaded-version.js';
import { ModelProvider } from '../../models/model-provider.js';
import { VersionComparisons } from '../../models/routing/version-comparisons.js';
import { untilIdle } from '../bulk/until-idle.js';
import type { StoredInput } from '../history/prediction-record.js';
import { InputsAgain } from '../inputs/input-again.js';
import { PredictionService } from '../prediction.service.js';
import { FrequentInputs } from './frequent-inputs.js';

/** How often to look whether a version has come into service: by a load, a reload, an alias, or traffic. */
const LOOK_MS = 2000;
/** A version that is busy for so long has better things to do. */
const PATIENCE_MS = 10_000;
const DEADLINE_MS = 30_000;
/** Say that the version has other things to do, or goes: the rest is left out. */
const BUSY: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'QUEUE_FULL',
  'MODEL_NOT_READY',
  'DEADLINE_EXCEEDED',
  'SHUTTING_DOWN',
]);

interface Task {
  readonly version: LoadedVersion;
  readonly limit: number;
}

/**
 * Runs the most frequent inputs of a model through a version that has come into service, so that their answers are in the
 * cache before they are asked for. When nobody needs the machine, one after the other, at the end of the queue; a version that
 * is busy is left alone. One version at a time, on each server for itself: what another one has put into Redis is found there.
 */
@Injectable()
export class CacheWarmer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('CacheWarmer');
  private readonly stopping = new AbortController();
  /** Versions that have been warmed, or are about to be. */
  private readonly seen = new WeakSet<LoadedVersion>();
  private readonly asked: Task[] = [];
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly env: Env,
    private readonly database: DatabaseService,
    private readonly models: ModelProvider,
    private readonly comparisons: VersionComparisons,
    private readonly frequent: FrequentInputs,
    private readonly inputs: InputsAgain,
    private readonly predictions: PredictionService,
    private readonly metrics: Metrics,
  ) {}

  onApplicationBootstrap(): void {
    if (this.env.DATABASE_MODE !== 'off') this.work = this.run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.work;
  }

  /** Warms the versions that answer for a model, also if that has been done. @returns their numbers */
  ask(name: string, limit: number): string[] {
    const versions = this.models.answering(this.models.get(name));
    this.asked.push(...versions.map((version) => ({ version, limit })));
    return versions.map(({ spec }) => spec.version);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const task = this.database.isReady && this.models.hasSettled ? this.next() : undefined;
      if (task) await this.warm(task, signal);
      else await delay(LOOK_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private next(): Task | undefined {
    const asked = this.asked.shift();
    if (asked) return asked;
    for (const model of this.models.list()) {
      for (const version of this.models.answering(model)) {
        const { enabled, warm } = version.derived.cache;
        if (!enabled || warm === 0 || version.state !== 'ready' || this.seen.has(version)) continue;
        this.seen.add(version);
        return { version, limit: warm };
      }
    }
    return undefined;
  }

  private async warm({ version, limit }: Task, signal: AbortSignal): Promise<void> {
    const { name: model, version: number } = version.spec;
    const counts: Record<WarmedOutcome, number> = { warmed: 0, known: 0, skipped: 0, failed: 0 };
    try {
      const found = await this.frequent.of(model, limit);
      for (const [index, stored] of found.entries()) {
        const outcome = await this.one(stored, version, signal);
        if (outcome === 'busy') {
          counts.skipped += found.length - index;
          break;
        }
        counts[outcome] += 1;
      }
    } catch (error) {
      if (!signal.aborted)
        this.logger.warn('the cache could not be warmed', { model, version: number, err: error });
    }
    for (const [outcome, count] of Object.entries(counts)) {
      this.metrics.cacheWork.warmed(model, outcome as WarmedOutcome, count);
    }
    this.logger.log('cache warmed', { model, version: number, ...counts });
  }

  private async one(
    stored: StoredInput,
    version: LoadedVersion,
    signal: AbortSignal,
  ): Promise<WarmedOutcome | 'busy'> {
    // Held from here on, so that it is not replaced between two looks; one that has gone is not loaded again.
    const release = version.hold();
    try {
      if (version.state !== 'ready') return 'busy';
      if (!(await untilIdle(version, this.comparisons, signal, PATIENCE_MS))) return 'busy';
      const again = await this.inputs.read(stored, version);
      if (!again) return 'skipped';
      const isComputed = await this.predictions.warm(version, again.input, again.options, {
        requestId: 'cache-warmer',
        deadlineAt: Date.now() + DEADLINE_MS,
        deadlineMs: DEADLINE_MS,
        cacheMode: 'use',
        signal,
        priority: 3,
      });
      return isComputed ? 'warmed' : 'known';
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof AppError)) throw error;
      if (BUSY.has(error.code)) return 'busy';
      return error.code === 'STORAGE_UNAVAILABLE' ? 'skipped' : 'failed';
    } finally {
      release();
    }
  }
}
