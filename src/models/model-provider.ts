import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';

import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { AppError } from '../common/errors.js';
import { Turns } from '../common/turns.js';
import { Env } from '../config/env.js';
import type { ReloadOutcome } from '../metrics/metric-labels.js';
import { Metrics } from '../metrics/metrics.js';
import { dependentsOf } from './composition/build-order.js';
import { dependenciesOf } from './composition/dependencies.js';
import { FaultRetry } from './fault-retry.js';
import type { LoadedVersion } from './loaded-version.js';
import { brokenModels, ModelBuilder } from './model-builder.js';
import { type CatalogModel, ModelCatalog } from './model-catalog.js';
import { loadFailed, ModelTakeover } from './model-takeover.js';
import type { RepositoryScan, SkippedPath } from './repository/model-folder.js';
import { RepositoryWatch } from './repository/repository-watch.js';
import { sharesOf } from './routing/routing-state.js';
import { RoutingTable } from './routing/routing-table.js';
import { VersionFinder } from './version-finder.js';
import { VersionReporter } from './version-reporter.js';

/**
 * Every loaded model of this process: THE singleton that predictions, health and metrics receive by injection.
 * Hosted by `ModelsModule` alone.
 */
@Injectable()
export class ModelProvider implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Models');
  /** Changes of one model come one after the other; those of different models do not wait for each other. */
  private readonly turns = new Turns();
  private readonly watch: RepositoryWatch | undefined;
  private readonly retry = new FaultRetry(
    () => this.catalog.worthAnotherTry(),
    (names) => this.reloadEach(names),
  );
  private skippedPaths: readonly SkippedPath[] = [];
  private loading: Promise<void> = Promise.resolve();
  private scanned = false;
  private settled = false;
  private stopping = false;

  constructor(
    private readonly env: Env,
    private readonly catalog: ModelCatalog,
    private readonly builder: ModelBuilder,
    private readonly takeover: ModelTakeover,
    private readonly routing: RoutingTable,
    private readonly finder: VersionFinder,
    metrics: Metrics,
    reporter: VersionReporter,
  ) {
    metrics.onScrape((gauges) => reporter.readGauges(this.catalog.versions(), gauges));
    const seconds = env.MODEL_WATCH_SECONDS;
    if (seconds > 0) {
      this.watch = new RepositoryWatch(resolve(env.MODEL_DIR), seconds * 1000, (names) =>
        this.reloadEach(names),
      );
    }
  }

  /** Loads in the background: the server listens and is live meanwhile. */
  onApplicationBootstrap(): void {
    this.retry.start();
    this.loading = this.loadAll().catch((error: Error) => {
      this.logger.error('the model folder could not be read', { err: error });
      this.scanned = true;
      this.settled = true;
    });
  }

  /** Runs after HTTP is closed, so no model is pulled from under a request. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.watch?.stop();
    this.retry.stop();
    await Promise.all(this.catalog.versions().map((version) => version.unload(this.env.DRAIN_TIMEOUT_MS)));
    await this.loading;
    await this.turns.allDone();
    await this.takeover.settled();
  }

  /**
   * The version that answers. Inside a request it is held until the request is over, so that replacing or unloading it
   * meanwhile does not take it away.
   *
   * @throws AppError MODEL_NOT_FOUND, VERSION_NOT_FOUND, MODEL_NOT_READY
   */
  resolve(model: string, version?: string): LoadedVersion {
    try {
      return this.finder.hold(model, version);
    } catch (error) {
      throw this.isNotKnownYet(error) ? folderUnread(model, version) : error;
    }
  }

  /** Whether requests for it are shared out among versions, so that what holds for one says nothing of the next. */
  isShared(model: string, version?: string): boolean {
    return version === undefined && sharesOf(this.routing.current(this.catalog.get(model)).state).length > 1;
  }

  /**
   * The versions of other models that take part in the answers of this one, held as by `resolve`; none for most.
   *
   * @throws AppError MODEL_NOT_READY when one of them is not there
   */
  dependencies({ spec }: LoadedVersion): LoadedVersion[] {
    return dependenciesOf(spec, (model, version) => this.finder.hold(model, version));
  }

  /** The version that answers requests without a version, but for shares of the traffic; null when there is none. */
  defaultVersion(model: CatalogModel): LoadedVersion | null {
    const number = this.routing.baseline(model);
    return model.versions.find(({ spec }) => spec.version === number) ?? null;
  }

  /** Versions that may answer a request that names none, the default one first: several where traffic is shared out. */
  answering(model: CatalogModel): LoadedVersion[] {
    const numbers = this.routing.answering(model);
    return numbers.flatMap((number) => model.versions.filter(({ spec }) => spec.version === number));
  }

  /** @throws AppError MODEL_NOT_FOUND */
  get(model: string): CatalogModel {
    return this.catalog.get(model);
  }

  list(): CatalogModel[] {
    return this.catalog.all();
  }

  /** What lies in the model folder and is not served, with the reason. */
  get skipped(): readonly SkippedPath[] {
    return this.skippedPaths;
  }

  versions(): LoadedVersion[] {
    return this.catalog.versions();
  }

  /** Whether the model folder has been read: before that nobody knows which models are required. */
  get hasScanned(): boolean {
    return this.scanned;
  }

  /** Whether the model folder has been read and every preloaded model has been tried. */
  get hasSettled(): boolean {
    return this.settled;
  }

  /** Versions that the server's readiness depends on. */
  required(): LoadedVersion[] {
    return this.catalog.versions().filter(({ spec }) => spec.execution.required);
  }

  /** Names of required models of which no version can be served at all. */
  missing(): string[] {
    return this.catalog
      .all()
      .filter(({ isRequired, versions }) => isRequired && versions.length === 0)
      .map(({ name }) => name);
  }

  /**
   * Looks at a model's files again. What is new in them is started beside what serves, and takes over when all of it is
   * ready; the old versions finish what they hold. A model that an operator unloaded stays unloaded.
   *
   * @throws AppError MODEL_NOT_FOUND, MODEL_LOAD_FAILED with the reason: what served before goes on
   */
  async reload(name: string): Promise<ReloadOutcome> {
    const outcome = await this.turns.take(name, async () => {
      await this.loading;
      return this.takeover.take(name, await this.scan());
    });
    if (outcome !== 'unchanged') await this.reloadDependents(name);
    return outcome;
  }

  /** Looks at every model's files again, those of new models too. Never rejects: what fails is in the log. */
  async reloadAll(): Promise<void> {
    const { found, skipped } = await this.scan();
    const names = [...found, ...brokenModels(skipped, new Set()), ...this.catalog.all()].map(
      ({ name }) => name,
    );
    await this.reloadEach([...new Set(names)]);
  }

  /**
   * Loads a model that is new in the folder, was unloaded, or has failed.
   *
   * @throws AppError MODEL_NOT_FOUND, MODEL_LOAD_FAILED
   */
  async load(name: string): Promise<void> {
    await this.turns.take(name, async () => {
      await this.loading;
      await this.takeover.take(name, await this.scan(), true);
      const model = this.catalog.get(name);
      await Promise.all(model.versions.map((version) => version.load()));
      const failed = model.versions.find(({ state }) => state !== 'ready');
      if (!failed && model.versions.length > 0) return;
      throw loadFailed(model, failed?.reason ?? model.faults[0]?.reason ?? 'it has no version');
    });
    await this.reloadDependents(name);
  }

  /** Finishes what the model is asked already and returns its memory; requests do not load it again. @throws AppError MODEL_NOT_FOUND */
  async unload(name: string): Promise<void> {
    this.catalog.get(name);
    await this.turns.take(name, async () => {
      const { versions } = this.catalog.get(name);
      for (const version of versions) version.park();
      await Promise.all(versions.map((version) => version.unload(this.env.DRAIN_TIMEOUT_MS)));
    });
  }

  /** The port is open before the model folder has been read: a model that is not there yet is no unknown one. */
  private isNotKnownYet(error: unknown): boolean {
    return !this.scanned && error instanceof AppError && error.code === 'MODEL_NOT_FOUND';
  }

  private async scan(): Promise<RepositoryScan> {
    const scan = await this.builder.scan();
    this.skippedPaths = scan.skipped;
    return scan;
  }

  private async loadAll(): Promise<void> {
    await this.watch?.start();
    const { found, skipped } = await this.scan();
    for (const folder of found) {
      if (this.stopping) return;
      this.catalog.put(await this.builder.build(folder));
    }
    const known = new Set(found.map(({ name }) => name));
    for (const model of brokenModels(skipped, known)) this.catalog.put(model);
    this.scanned = true;
    for (const { path, reason } of skipped) this.logger.warn('skipped', { path, reason });
    await this.loadInTurn(this.catalog.versions().filter(({ spec }) => spec.execution.preload));
    this.settled = true;
    this.printInventory();
    await this.takeover.forgetOldCopies();
  }

  /** Required models first, then as many at a time as there are cores. */
  private async loadInTurn(versions: LoadedVersion[]): Promise<void> {
    const queue = versions.toSorted(
      (a, b) => Number(b.spec.execution.required) - Number(a.spec.execution.required),
    );
    const worker = async (): Promise<void> => {
      for (let next = queue.shift(); next && !this.stopping; next = queue.shift()) await next.load();
    };
    await Promise.all(Array.from({ length: availableParallelism() }, worker));
  }

  private async reloadEach(names: readonly string[]): Promise<void> {
    for (const name of names) {
      if (this.stopping) return;
      // What went wrong is in the log and in the model's description.
      await this.reload(name).catch(() => undefined);
    }
  }

  /** What is made of a model may be possible now that was not, or have other labels. */
  private async reloadDependents(name: string): Promise<void> {
    if (this.stopping) return;
    const { found } = await this.builder.scan();
    await this.reloadEach(dependentsOf([name], found));
  }

  private printInventory(): void {
    const versions = this.catalog.versions();
    const ready = versions.filter(({ state }) => state === 'ready').length;
    this.logger.log('inventory', { versions: versions.length, ready, skipped: this.skippedPaths.length });
  }
}

function folderUnread(model: string, version = 'latest'): AppError {
  const reason = 'the model folder is still being read';
  return new AppError(
    'MODEL_NOT_READY',
    { model, version, state: 'loading', reason },
    { retryAfterSeconds: 1 },
  );
}
