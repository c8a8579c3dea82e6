import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';

import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { Env } from '../config/env.js';
import { Metrics } from '../metrics/metrics.js';
import type { ScrapeGauges } from '../metrics/scrape-gauges.js';
import { prepareVersion } from './derive/prepare-version.js';
import { EngineFactory } from './engine.factory.js';
import { LoadedVersion } from './loaded-version.js';
import { type CatalogModel, ModelCatalog } from './model-catalog.js';
import type { ModelFolder, SkippedPath } from './repository/model-folder.js';
import { scanRepository } from './repository/scan-repository.js';

/**
 * Every loaded model of this process: THE singleton that predictions, health and metrics receive by injection.
 * Hosted by `ModelsModule` alone.
 */
@Injectable()
export class ModelProvider implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Models');
  private readonly catalog = new ModelCatalog();
  private skippedPaths: readonly SkippedPath[] = [];
  private loading: Promise<void> = Promise.resolve();
  private scanned = false;
  private settled = false;
  private stopping = false;

  constructor(
    private readonly env: Env,
    private readonly engines: EngineFactory,
    private readonly metrics: Metrics,
  ) {
    metrics.onScrape((gauges) => this.readGauges(gauges));
  }

  /** Loads in the background: the server listens and is live meanwhile. */
  onApplicationBootstrap(): void {
    this.loading = this.loadAll().catch((error: Error) => {
      this.logger.error('the model folder could not be read', { err: error });
      this.scanned = true;
      this.settled = true;
    });
  }

  /** Runs after HTTP is closed, so no model is pulled from under a request. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.catalog.versions().map((version) => version.unload(this.env.DRAIN_TIMEOUT_MS)));
    await this.loading;
  }

  /** @throws AppError MODEL_NOT_FOUND, VERSION_NOT_FOUND, MODEL_NOT_READY */
  resolve(model: string, version?: string): LoadedVersion {
    return this.catalog.resolve(model, version);
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

  private async loadAll(): Promise<void> {
    const modelDir = resolve(this.env.MODEL_DIR);
    const { found, skipped } = await scanRepository(modelDir);
    this.skippedPaths = skipped;
    for (const folder of found) {
      if (this.stopping) return;
      this.catalog.put(await this.prepare(folder));
    }
    this.noteBroken(skipped);
    this.scanned = true;
    for (const { path, reason } of skipped) this.logger.warn('skipped', { path, reason });
    await this.loadInTurn(this.catalog.versions().filter(({ spec }) => spec.execution.preload));
    this.settled = true;
    this.printInventory();
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

  private async prepare(folder: ModelFolder): Promise<CatalogModel> {
    const versions: LoadedVersion[] = [];
    const faults: { version: string; reason: string }[] = [];
    for (const file of folder.versions) {
      try {
        const derived = await prepareVersion(folder, file, this.engines.defaults);
        versions.push(
          new LoadedVersion(
            derived,
            (spec, onCrashLoop) => this.engines.make(spec, onCrashLoop),
            (version) => this.report(version),
          ),
        );
      } catch (error) {
        const reason = (error as Error).message;
        faults.push({ version: file.version, reason });
        this.logger.error('model cannot be served', { model: folder.name, version: file.version, reason });
      }
    }
    const isRequired = folder.manifest.execution?.required ?? false;
    return { name: folder.name, versions, faults, isRequired };
  }

  /** A model whose only fault is a broken manifest or file is known by name: its requests say why it is not served. */
  private noteBroken(skipped: readonly SkippedPath[]): void {
    for (const { path, reason } of skipped) {
      const name = (path.split('/')[0] ?? '').replace(/\.(onnx|ya?ml)$/, '');
      const isKnown = this.catalog.all().some((model) => model.name === name);
      if (name !== '' && name !== '.' && !isKnown) {
        this.catalog.put({ name, versions: [], faults: [{ version: null, reason }], isRequired: false });
      }
    }
  }

  private report(version: LoadedVersion): void {
    const { name: model, version: number, task } = version.spec;
    const { state, reason, load } = version.status();
    if (state === 'ready' && load) {
      this.metrics.modelLoaded({ model, version: number }, (load.loadMs + load.warmupMs) / 1000);
      const sizeMb = Math.round(version.derived.sizeBytes / 104857.6) / 10;
      const { loadMs, warmupMs, rssMb } = load;
      const notes = [...version.derived.notes, ...load.notes];
      this.logger.log('model ready', {
        model,
        version: number,
        task: task.kind,
        sizeMb,
        loadMs,
        warmupMs,
        rssMb,
        notes,
      });
    } else if (state === 'failed') {
      this.logger.error('model failed', { model, version: number, reason });
    } else this.logger.debug(`model ${state}`, { model, version: number });
  }

  private printInventory(): void {
    const versions = this.catalog.versions();
    const ready = versions.filter(({ state }) => state === 'ready').length;
    this.logger.log('inventory', { versions: versions.length, ready, skipped: this.skippedPaths.length });
  }

  private readGauges(gauges: ScrapeGauges): void {
    for (const version of this.catalog.versions()) {
      const { name: model, version: number } = version.spec;
      const labels = { model, version: number };
      const { state, engine } = version.status();
      gauges.modelState({ ...labels, state });
      if (!engine) continue;
      gauges.queue(labels, { requests: engine.waiting, bytes: engine.waitingBytes });
      gauges.executorMemory(labels, engine.executors.reduce((sum, { rssMb }) => sum + rssMb, 0) * 1048576);
      for (const kind of ['idle', 'busy', 'starting'] as const) {
        gauges.executors(
          { ...labels, state: kind },
          engine.executors.filter((each) => each.state === kind).length,
        );
      }
    }
  }
}
