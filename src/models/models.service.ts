import { Injectable } from '@nestjs/common';

import { CacheBackend } from '../cache/cache-backend.js';
import { DatabaseService } from '../database/database.service.js';
import { type Reference, referencesOf } from './composition/reference.js';
import {
  ModelInfoDto,
  ModelListDto,
  ModelSummaryDto,
  ReloadDto,
  UsedModelDto,
  VersionInfoDto,
} from './dto/model-info.dto.js';
import { ModelStatusDto, PoolDto, VersionStatusDto } from './dto/model-status.dto.js';
import type { LoadedVersion } from './loaded-version.js';
import type { CatalogModel } from './model-catalog.js';
import { ModelProvider } from './model-provider.js';
import { versionFacts } from './version-facts.js';

/** Describes models to people and programs. */
@Injectable()
export class ModelsService {
  constructor(
    private readonly models: ModelProvider,
    private readonly database: DatabaseService,
    private readonly cache: CacheBackend,
  ) {}

  list(): ModelListDto {
    return {
      models: this.models.list().map((model) => this.summary(model)),
      skipped: [...this.models.skipped],
    };
  }

  /** @throws AppError MODEL_NOT_FOUND */
  info(name: string): ModelInfoDto {
    const model = this.models.get(name);
    const versions = model.versions.map((version) => this.versionInfo(version));
    return {
      ...this.summary(model),
      versions,
      faults: model.faults.map(({ version, reason }) => ({ version, reason })),
    };
  }

  /** @throws AppError MODEL_NOT_FOUND */
  status(name: string): ModelStatusDto {
    const { versions } = this.models.get(name);
    return { name, versions: versions.map(versionStatus), pool: this.pool(), cache: this.cache.status };
  }

  /** @throws AppError MODEL_NOT_FOUND, MODEL_LOAD_FAILED */
  async reload(name: string): Promise<ReloadDto> {
    const outcome = await this.models.reload(name);
    return { name, outcome, model: outcome === 'removed' ? null : this.summary(this.models.get(name)) };
  }

  /** @throws AppError MODEL_NOT_FOUND, MODEL_LOAD_FAILED */
  async load(name: string): Promise<ModelSummaryDto> {
    await this.models.load(name);
    return this.summary(this.models.get(name));
  }

  /** @throws AppError MODEL_NOT_FOUND */
  async unload(name: string): Promise<ModelSummaryDto> {
    await this.models.unload(name);
    return this.summary(this.models.get(name));
  }

  private summary(model: CatalogModel): ModelSummaryDto {
    const { name, versions, faults, refusal } = model;
    const answering = this.models.defaultVersion(model);
    const described = answering ?? versions.at(-1);
    return {
      name,
      task: described?.spec.task.kind ?? null,
      description: described?.derived.description ?? null,
      notice: described?.derived.notice ?? null,
      default_version: answering?.spec.version ?? null,
      versions: [
        ...versions.map(({ spec, state, reason }) => ({ version: spec.version, state, reason })),
        ...faults.map(({ version, reason }) => ({
          version: version ?? '-',
          state: 'failed' as const,
          reason,
        })),
      ],
      reload_error: refusal && { reason: refusal.reason, at: refusal.at },
    };
  }

  private versionInfo(version: LoadedVersion): VersionInfoDto {
    const { spec, derived, state, reason } = version;
    const facts = versionFacts(derived);
    return {
      ...facts,
      uses: referencesOf(spec).map((reference) => this.used(reference)),
      manifest: { ...facts.manifest },
      state,
      reason,
      notes: [...facts.notes, ...(version.status().load?.notes ?? [])],
    };
  }

  private used({ model, version, role }: Reference): UsedModelDto {
    try {
      const found = this.models.resolve(model, version ?? undefined);
      return { model, version: found.spec.version, role, state: found.state };
    } catch {
      return { model, version: null, role, state: null };
    }
  }

  private pool(): PoolDto {
    const { total, idle, waiting, max, utilisation, waits } = this.database.pool;
    return {
      total,
      idle,
      waiting,
      max,
      utilisation: hundredths(utilisation),
      wait_ms: { mean: hundredths(waits.mean), p95: hundredths(waits.p95), max: hundredths(waits.max) },
    };
  }
}

function hundredths(value: number): number {
  return Math.round(100 * value) / 100;
}

function versionStatus(version: LoadedVersion): VersionStatusDto {
  const { state, reason, load, engine, golden } = version.status();
  return {
    version: version.spec.version,
    state,
    reason,
    load_ms: load?.loadMs ?? null,
    warmup_ms: load?.warmupMs ?? null,
    max_batch: load ? Math.min(load.maxBatch, version.spec.execution.maxBatch) : null,
    waiting: engine?.waiting ?? 0,
    waiting_bytes: engine?.waitingBytes ?? 0,
    running: engine?.running ?? 0,
    restarts: engine?.restarts ?? 0,
    executors: (engine?.executors ?? []).map((executor) => ({
      pid: executor.pid ?? null,
      state: executor.state,
      runs: executor.runs,
      memory_mb: executor.rssMb,
      uptime_seconds: executor.uptimeSeconds,
    })),
    golden: golden && {
      samples: golden.samples,
      passed: golden.last?.passed ?? null,
      last_run_at: golden.last?.ranAt.toISOString() ?? null,
      failures: [...(golden.last?.failures ?? []), ...(golden.last?.unanswered ?? [])],
    },
  };
}
