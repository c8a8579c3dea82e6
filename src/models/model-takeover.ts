import { Injectable, Logger } from '@nestjs/common';

import { CacheEraser } from '../cache/cache-eraser.js';
import { AppError } from '../common/errors.js';
import { Env } from '../config/env.js';
import type { ReloadOutcome } from '../metrics/metric-labels.js';
import { Metrics } from '../metrics/metrics.js';
import type { LoadedVersion } from './loaded-version.js';
import { brokenModels, ModelBuilder } from './model-builder.js';
import { type CatalogModel, ModelCatalog } from './model-catalog.js';
import { leftBehind, startNext } from './model-swap.js';
import type { RepositoryScan } from './repository/model-folder.js';

/** Brings what lies in the model folder into service, one model at a time and without a gap. */
@Injectable()
export class ModelTakeover {
  private readonly logger = new Logger('Models');
  /** Versions that were replaced and still finish their work. */
  private readonly retiring = new Set<Promise<void>>();

  constructor(
    private readonly env: Env,
    private readonly catalog: ModelCatalog,
    private readonly builder: ModelBuilder,
    private readonly metrics: Metrics,
    private readonly cached: CacheEraser,
  ) {}

  /**
   * Starts what is new of a model beside what serves. When all of it is ready, the catalogue changes in one step; the
   * old versions finish what they hold.
   *
   * @param unpark whether a model that an operator unloaded is to be loaded again
   * @throws AppError MODEL_NOT_FOUND, MODEL_LOAD_FAILED with the reason: what served before goes on
   */
  async take(name: string, scan: RepositoryScan, unpark = false): Promise<ReloadOutcome> {
    const current = this.catalog.find(name);
    // A volume that is away for a moment has not removed its models.
    if (current && scan.unread !== undefined) throw this.refuse(current, scan.unread, true, []);
    const folder = scan.found.find((each) => each.name === name);
    const next = folder
      ? await this.builder.build(folder, current)
      : brokenModels(scan.skipped, new Set()).find((each) => each.name === name);
    if (!next) {
      if (!current) this.catalog.get(name);
      this.catalog.remove(name);
      return this.finish(name, 'removed', leftBehind(current, undefined));
    }
    const fresh = leftBehind(next, current);
    const isParked = !unpark && (current?.versions.some((version) => version.isParked) ?? false);
    if (isParked) for (const version of fresh) version.park();
    const verdict = await startNext(current, next);
    if (current && !verdict.ok) {
      const mayPass = next.faults.some((fault) => fault.mayPass);
      throw this.refuse(current, verdict.reason, mayPass, fresh);
    }
    this.catalog.put(next);
    const old = leftBehind(current, next);
    if (!current) return this.finish(name, 'added', old);
    return this.finish(name, fresh.length + old.length === 0 ? 'unchanged' : 'replaced', old);
  }

  /** Until every replaced version has ended. */
  async settled(): Promise<void> {
    await Promise.all(this.retiring);
  }

  /** Removes copies of model files that have not been in service for long. Never rejects. */
  async forgetOldCopies(): Promise<void> {
    await this.builder
      .forgetOldCopies(this.catalog.versions())
      .catch((error: Error) => this.logger.warn('old copies of model files are still there', { err: error }));
  }

  /** Leaves everything as it is, and says why. @param fresh versions that were made in vain */
  private refuse(
    current: CatalogModel,
    reason: string,
    mayPass: boolean,
    fresh: readonly LoadedVersion[],
  ): AppError {
    this.catalog.put({ ...current, refusal: { reason, mayPass, at: new Date() } });
    this.finish(current.name, 'refused', fresh, reason);
    return loadFailed(current, reason);
  }

  private async retire(name: string, old: readonly LoadedVersion[]): Promise<void> {
    await Promise.all(old.map((version) => version.unload(this.env.DRAIN_TIMEOUT_MS)));
    await this.forgetOldCopies();
    await this.forgetAnswers(name, old);
  }

  /** Nobody can be given an old version's answers any more: their keys name its digest. They only take room. */
  private async forgetAnswers(name: string, old: readonly LoadedVersion[]): Promise<void> {
    const kept = this.catalog.find(name)?.versions.map(({ spec }) => spec.version + spec.digest) ?? [];
    const gone = old.filter(({ spec }) => !kept.includes(spec.version + spec.digest));
    for (const { spec } of gone) await this.cached.erase(spec);
  }

  /** Nobody waits for old versions: each ends when it has answered what it holds. */
  private finish(
    name: string,
    outcome: ReloadOutcome,
    old: readonly LoadedVersion[],
    reason?: string,
  ): ReloadOutcome {
    this.metrics.modelReloaded({ model: name, outcome });
    const versions = this.catalog.find(name)?.versions.map(({ spec }) => spec.version) ?? [];
    if (outcome === 'refused') {
      this.logger.error('model not reloaded', { model: name, reason, serving: versions });
    } else if (outcome !== 'unchanged') this.logger.log(`model ${outcome}`, { model: name, versions });
    const retired = this.retire(name, old).finally(() => this.retiring.delete(retired));
    this.retiring.add(retired);
    return outcome;
  }
}

/** The error of a model that was to be loaded or replaced and could not be. */
export function loadFailed({ name, versions }: CatalogModel, reason: string): AppError {
  const ready = versions.filter(({ state }) => state === 'ready').map(({ spec }) => spec.version);
  return new AppError('MODEL_LOAD_FAILED', { model: name, reason, serving: ready.join(', ') || 'none' });
}
